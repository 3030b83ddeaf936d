// Every rule that two values of a configuration can break together, each with a sentence and what to do about it.
import { freshnessLimitHours } from "@/lib/domain/freshness";
import { areOfOneGitHub } from "@/lib/domain/github-address";
import { lockProblem, retentionProblem } from "@/lib/domain/retention/retention-problems";
import { longestIntervalHours } from "@/lib/domain/schedule-interval";
import type { EnvironmentConfig } from "./config";
import type { ConfigurationProblem } from "./configuration-error";
import { fargateSizeProblems } from "./fargate-size";
import { scheduleProblems } from "./schedule-expression";

/** Of a task's disk, for what is no cache of repositories. */
const DISK_BESIDES_GIB = 5;

type Rule = (config: EnvironmentConfig) => ConfigurationProblem[];

const when = (broken: boolean, path: string, sentence: string, hint: string): ConfigurationProblem[] =>
  broken ? [{ path, sentence, hint }] : [];

const isOfOtherRegion = (image: string, region: string): boolean =>
  image.includes(".dkr.ecr.") && !image.includes(`.dkr.ecr.${region}.`);

export const RULES: Rule[] = [
  ({ region, replica, standby }) =>
    when(
      region === replica.region && !standby,
      "replica.region",
      `the replica would stand in ${region}, beside the primary`,
      "Choose another region; a replica in the same one is lost together with the primary.",
    ),
  ({ account, replica, standby }) =>
    when(
      replica.account === account && !standby,
      "replica.account",
      `the replica's account is ${account}, the environment's own`,
      "Leave replica.account out, or name another account: that is what keeps a copy out of this one's reach.",
    ),
  ({ backups }) => retentionProblem(backups),
  ({ console: { size, browse } }) =>
    when(
      (browse.budgetMiB ?? 0) > (size.ephemeralStorageGiB - DISK_BESIDES_GIB) * 1024,
      "console.browse.budgetMiB",
      `${browse.budgetMiB} MiB for looking into backups do not fit on the task's disk of ${size.ephemeralStorageGiB} GiB`,
      `Raise console.size.ephemeralStorageGiB: ${DISK_BESIDES_GIB} GiB of it are for the image and the rest.`,
    ),
  ({ backups, lock }) =>
    (["primary", "replica"] as const).flatMap((side) => lockProblem(backups, side, lock[side]?.days)),
  ({ lock: { primary, replica } }) =>
    when(
      primary !== undefined && (replica?.mode !== primary.mode || replica.days !== primary.days),
      "lock.replica",
      "the primary is locked and the replica is not locked in the same way",
      "S3 gives a copy the lock of its original, and copies into locked buckets only: lock both alike, or the replica alone.",
    ),
  ({ backups }) =>
    when(
      backups.holdDays < backups.retentionDays,
      "backups.holdDays",
      `a held chain would be gone after ${backups.holdDays} days, before the snapshots of that time`,
      "Keep held chains at least as long as snapshots (retentionDays).",
    ),
  ({ backups }) =>
    when(
      /^\/|\/$/.test(backups.rootPrefix),
      "backups.rootPrefix",
      `the prefix ${backups.rootPrefix} begins or ends with /`,
      "Leave the outer slashes out.",
    ),
  ({ backups }) => scheduleProblems("backups.schedule", backups.schedule),
  ({ verification }) => scheduleProblems("verification.schedule", verification.schedule),
  ({ verification: { drill } }) => (drill ? scheduleProblems("verification.drill.schedule", drill.schedule) : []),
  ({ verification: { drill } }) =>
    when(
      drill !== undefined && (longestIntervalHours(drill.schedule) ?? 0) > drill.intervalDays * 24,
      "verification.drill.schedule",
      `${drill?.schedule.expression} starts a drill less often than every ${drill?.intervalDays} days`,
      "Start one more often, or raise intervalDays.",
    ),
  ({ verification: { schedule } }) =>
    when(
      (longestIntervalHours(schedule) ?? 0) > 24,
      "verification.schedule",
      `${schedule.expression} starts a verify run less often than once a day, and each proves a day's share`,
      "Start one every day; how often each repository is proven is proofIntervalDays.",
    ),
  ({ backups: { schedule, freshnessTargetHours: target } }) => {
    const hours = Math.round(longestIntervalHours(schedule) ?? 0);
    return when(
      hours > freshnessLimitHours(target),
      "backups.freshnessTargetHours",
      `up to ${hours} hours lie between two backups, more than the target of ${target} hours`,
      `Set freshnessTargetHours to ${hours} or more, or back up more often.`,
    );
  },
  ({ network: { cidr, natGateways, existing } }) =>
    when(
      existing ? cidr !== undefined || natGateways !== undefined : cidr === undefined || natGateways === undefined,
      "network",
      existing
        ? "a network that exists is given a range or gateways"
        : "a new network has no range or no number of gateways",
      "Set cidr and natGateways, or existing and neither of them.",
    ),
  ({ network: { existing, interfaceEndpoints } }) =>
    when(
      existing !== undefined && interfaceEndpoints.length > 0,
      "network.interfaceEndpoints",
      "a network that exists would get endpoints, which it may have already",
      "Make them where the network is made, and leave interfaceEndpoints out.",
    ),
  ({ existing, lock }) =>
    when(
      (existing.backupsBucket !== undefined && lock.primary !== undefined) ||
        (existing.backupsReplicaBucket !== undefined && lock.replica !== undefined),
      "lock",
      "a bucket that exists is not configured here, and so cannot be locked here",
      "Leave that side of lock out and lock the bucket by hand; docs/deploy.md has the command.",
    ),
  ({ existing, colderStorage }) =>
    when(
      (existing.backupsBucket !== undefined && colderStorage.primary !== undefined) ||
        (existing.backupsReplicaBucket !== undefined && colderStorage.replica !== undefined),
      "colderStorage",
      "a bucket that exists is not configured here, and so moves nothing by what is written here",
      "Leave that side of colderStorage out and add a transition to the bucket's own lifecycle rule.",
    ),
  ({ region, secrets, console: { certificateArn } }) =>
    Object.entries({ ...secrets, certificateArn }).flatMap(([name, arn]) =>
      when(
        arn !== undefined && arn.split(":")[3] !== region,
        name === "certificateArn" ? "console.certificateArn" : `secrets.${name}`,
        `it lies in ${arn?.split(":")[3]}, and what needs it runs in ${region}`,
        `Make it in ${region}: nothing may depend on another region, or on its being there.`,
      ),
    ),
  ({ standby, images, region }) =>
    when(
      standby &&
        (images.from === "delivery" ||
          (images.from === "registry" &&
            [images.worker, images.console].some((image) => isOfOtherRegion(image, region)))),
      "images",
      "a standby would pull its images from another region",
      "Build them from source, or push them to a registry in the standby's own region.",
    ),
  ({ worker, images }) =>
    when(
      worker.architecture === "arm64" && images.from === "delivery",
      "worker.architecture",
      "the delivery builds images for x86 only, and an arm64 task would not start from them",
      'Leave worker.architecture at "x86", or push images for arm64 yourself and name them with images.from "registry".',
    ),
  ({ standby, secrets }) =>
    when(
      standby && (secrets.restoreAppKeyArn === undefined || secrets.oauthClientSecretArn === undefined),
      "secrets",
      "a standby has no key of the restore App or no OAuth secret",
      "Make both secrets in its region beforehand and name them: on the day there is no time to look for keys.",
    ),
  ({ network, region }) =>
    when(
      network.availabilityZones.some((zone) => !zone.startsWith(region)) || new Set(network.availabilityZones).size < 2,
      "network.availabilityZones",
      `${network.availabilityZones.join(" and ")} are not two zones of ${region}`,
      "Name two different zones of the region, as `aws ec2 describe-availability-zones` lists them.",
    ),
  ({ worker, console }) => [
    ...fargateSizeProblems("worker.backup", worker.backup),
    ...fargateSizeProblems("worker.restore", worker.restore),
    ...fargateSizeProblems("worker.verify", worker.verify),
    ...fargateSizeProblems("console.size", console.size),
  ],
  ({ console: { tasks } }) =>
    when(
      tasks.max < tasks.min,
      "console.tasks",
      `at most ${tasks.max} tasks are fewer than at least ${tasks.min}`,
      "Make max as large as min or larger.",
    ),
  ({ console }) =>
    when(
      (console.domainName === undefined) !== (console.certificateArn === undefined),
      "console",
      "of domainName and certificateArn only one is set",
      "Set both, the certificate being one for that name in the console's region, or neither.",
    ),
  ({ console }) =>
    when(
      console.internetFacing && console.certificateArn === undefined,
      "console.certificateArn",
      "a console that faces the internet has no certificate, so sessions would travel in clear text",
      "Set domainName and certificateArn, or set internetFacing to false.",
    ),
  ({ protected: isProtected, console }) =>
    when(
      isProtected && !console.internetFacing && console.certificateArn === undefined,
      "console.certificateArn",
      "the console of a protected environment has no certificate",
      "Set domainName and certificateArn (ACM, in the console's region): what operators type travels encrypted there.",
    ),
  ({ protected: isProtected, delivery }) =>
    when(
      isProtected && delivery?.forceDestroy === true,
      "delivery.forceDestroy",
      "a role could destroy the backups of a protected environment",
      "Leave forceDestroy out: it is for environments that are made to be thrown away.",
    ),
  ({ existing, delivery }) =>
    when(
      Object.keys(existing).some((name) => name.endsWith("Bucket")) && delivery?.forceDestroy === true,
      "delivery.forceDestroy",
      "it would let a role empty buckets that were there before Holdfast",
      "Leave forceDestroy out, or let the environment make buckets of its own.",
    ),
  ({ console: { hostedZone, domainName } }) =>
    when(
      hostedZone !== undefined && domainName !== hostedZone.name && !domainName?.endsWith(`.${hostedZone.name}`),
      "console.hostedZone",
      `the zone ${hostedZone?.name} cannot hold a record for ${domainName ?? "a console without a domainName"}`,
      "Name the zone that domainName lies in, or leave hostedZone out and make the record by hand.",
    ),
  ({ github }) =>
    when(
      github.backupAppId === github.restoreAppId,
      "github.restoreAppId",
      "backup and restore would use the same GitHub App",
      "Register two Apps: the one that reads everything must not be able to write.",
    ),
  ({ github }) =>
    when(
      !areOfOneGitHub(github.apiUrl, github.serverUrl),
      "github.serverUrl",
      `${github.apiUrl} and ${github.serverUrl} are not of one GitHub, so the tokens of one would be sent to the other`,
      "Set both apiUrl and serverUrl, or neither; docs/github-enterprise.md has the pairs.",
    ),
  ({ secrets }) =>
    when(
      secrets.backupAppKeyArn !== undefined && secrets.backupAppKeyArn === secrets.restoreAppKeyArn,
      "secrets.restoreAppKeyArn",
      "backup and restore would use the same secret",
      "Keep each App's key in a secret of its own, so that each role can read one only.",
    ),
];
