// The console's composition root: the only place in `app` where adapters are made. Built on first use and not at import,
// so that `next build` needs no environment; once per process, also where the bundler loads this module twice.
import "server-only";
import { tmpdir } from "node:os";
import { CloudWatchMonitoring } from "@/lib/adapters/cloudwatch/cloudwatch-monitoring";
import { EcsTaskRunner } from "@/lib/adapters/ecs/ecs-task-runner";
import { StockGitRepositories } from "@/lib/adapters/git/stock-git-repositories";
import { CloudWatchLogReader } from "@/lib/adapters/logs/cloudwatch-log-reader";
import { GithubMemberships } from "@/lib/adapters/memberships/github-memberships";
import { OidcDirectory } from "@/lib/adapters/memberships/oidc-directory";
import { CloudWatchMetrics } from "@/lib/adapters/metrics/cloudwatch-metrics";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { SchedulerReader } from "@/lib/adapters/scheduler/scheduler-reader";
import { DownloadRole } from "@/lib/adapters/sts/download-role";
import { browseLimitsOf } from "@/lib/browse-variables";
import type { DrillTask } from "@/lib/domain/drills-now";
import { AppError } from "@/lib/domain/errors";
import { directoryOf } from "@/lib/domain/person-id";
import type { Role } from "@/lib/domain/role";
import type { ConsoleEnvironment } from "@/lib/env";
import { isStandby } from "@/lib/env-rules";
import { oidcSettings } from "@/lib/oidc-variables";
import { AccessDecisions } from "@/lib/operations/access-decisions";
import { TokenUses } from "@/lib/operations/api-tokens/recognise-token";
import { noteStanding } from "@/lib/operations/api-tokens/standings";
import { AuditTrail } from "@/lib/operations/audit-trail";
import type { Sides } from "@/lib/operations/both-sides";
import { type AccessRules, decideAccess } from "@/lib/operations/decide-access";
import { decideByGroups } from "@/lib/operations/decide-by-groups";
import { endedDrills } from "@/lib/operations/drill-records";
import type { Examine } from "@/lib/operations/examine";
import { endedRuns } from "@/lib/operations/follow-run";
import { LastComparisons } from "@/lib/operations/last-comparisons";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { approvedSteps, type OpenRun } from "@/lib/operations/open-run";
import { RateLimit } from "@/lib/operations/rate-limit";
import { AuditReader } from "@/lib/operations/read-audit";
import type { ReadDrills } from "@/lib/operations/read-drills";
import { backupsIn } from "@/lib/operations/read-manifest";
import type { ReadOverview } from "@/lib/operations/read-overview";
import { LedgerCache, type ReadProofs } from "@/lib/operations/read-proofs";
import type { ReadSettings } from "@/lib/operations/read-settings";
import { RecentCost } from "@/lib/operations/recent-cost";
import { SharedAnswers } from "@/lib/operations/shared-answers";
import { SignOuts } from "@/lib/operations/sign-outs";
import type { StartRun } from "@/lib/operations/start-run";
import { RecentWatch } from "@/lib/operations/watch-records";
import type { Catalogue } from "@/lib/ports/catalogue";
import type { DownloadCredentials } from "@/lib/ports/download-credentials";
import type { GitRepositories } from "@/lib/ports/git-repositories";
import type { LogReader, MetricSink } from "@/lib/ports/monitoring";
import { targetsOf } from "@/lib/target-variables";
import { twoPeopleRuleOf } from "@/lib/two-people-variables";
import { catalogueOf, summariesOf } from "./catalogue";
import { configurationOf } from "./configuration";
import { doctorOf } from "./doctor";
import type { SessionContent } from "./session-cookie";
import { settings } from "./settings";
import { ownVersions } from "./versions";

export interface ConsoleServices extends ReadOverview, StartRun, OpenRun, ReadSettings, ReadProofs, ReadDrills {
  /** Of the pages that look with a part of it, too. */
  doctor: Examine;
  environment: ConsoleEnvironment;
  /** What is inside backups. */
  repositories: GitRepositories;
  catalogue: Catalogue;
  comparisons: LastComparisons;
  /** What is the same for every viewer. */
  shared: SharedAnswers;
  logs: LogReader;
  metrics: MetricSink;
  access: AccessDecisions<SessionContent>;
  audit: AuditTrail;
  audits: AuditReader;
  signOuts: SignOuts;
  tokenUses: TokenUses;
  limits: Record<"signIns" | "acts" | "lookups" | "tokens", RateLimit>;
}

/** @throws AppError settings-invalid naming every variable that is missing or wrong */
export function services(): ConsoleServices {
  holder.holdfastServices ??= build(settings());
  return holder.holdfastServices;
}

const holder = globalThis as { holdfastServices?: ConsoleServices };

/** What a page shows may be so much older than what a lonely reader would see. */
const SHARED_MS = 3000;

function build(environment: ConsoleEnvironment): ConsoleServices {
  const shared = new SharedAnswers(SHARED_MS, Date.now);
  const region = environment.AWS_REGION;
  const downloads = downloadRoleOf(environment);
  const records = new S3ObjectStore({ bucket: environment.RECORDS_BUCKET, region, downloads });
  const sides = sidesOf(environment, downloads);
  const catalogue = catalogueOf(environment);
  const repositories = new StockGitRepositories(sides, browseLimitsOf(environment, tmpdir()), Date.now);
  return {
    environment,
    configuration: configurationOf(environment),
    versions: () => ownVersions(repositories),
    doctor: doctorOf(environment, sides.primary),
    standby: isStandby(environment),
    twoPeople: twoPeopleRuleOf(environment),
    sides,
    cache: new ManifestCache(summariesOf(catalogue, sides)),
    catalogue,
    comparisons: new LastComparisons(Date.now),
    repositories,
    records,
    watch: new RecentWatch(records),
    ended: endedRuns(),
    shared,
    costs: new RecentCost(),
    ledgers: new LedgerCache(shared),
    approved: approvedSteps(),
    endedDrills: endedDrills(),
    drillTask: drillTaskOf(environment),
    holds: environment.ECS_HOLD_TASK !== undefined,
    tasks: new EcsTaskRunner({
      region,
      cluster: environment.ECS_CLUSTER,
      families: {
        backup: environment.ECS_BACKUP_TASK,
        restore: environment.ECS_RESTORE_TASK,
        verify: environment.ECS_VERIFY_TASK,
        drill: environment.ECS_DRILL_TASK,
        hold: environment.ECS_HOLD_TASK,
      },
      subnets: environment.ECS_SUBNETS,
      securityGroups: environment.ECS_SECURITY_GROUPS,
    }),
    monitoring: new CloudWatchMonitoring({ region }),
    metrics: new CloudWatchMetrics({ region }),
    prefix: environment.ALARM_PREFIX,
    logs: new CloudWatchLogReader({ region }),
    schedule: new SchedulerReader({ region, name: environment.SCHEDULE_NAME }),
    targets: targetsOf(environment),
    audit: new AuditTrail(records, () => new Date()),
    audits: new AuditReader(records),
    signOuts: new SignOuts(records),
    tokenUses: new TokenUses(records),
    limits: limitsOf(environment),
    access: new AccessDecisions(decisionsOf(environment), ({ id }, decided) =>
      noteStanding(records, id, decided, new Date()),
    ),
  };
}

function downloadRoleOf({ DOWNLOAD_ROLE_ARN: roleArn, AWS_REGION: region }: ConsoleEnvironment) {
  return roleArn ? new DownloadRole({ region, roleArn }) : undefined;
}

function sidesOf(environment: ConsoleEnvironment, downloads?: DownloadCredentials): Sides {
  const { ROOT_PREFIX: root, AWS_REGION: region, REPLICA_BUCKET: replica } = environment;
  const primary = new S3ObjectStore({ bucket: environment.S3_BUCKET, region, downloads });
  if (!replica) return { primary: backupsIn(primary, root) };
  const copy = new S3ObjectStore({
    bucket: replica,
    region: environment.REPLICA_REGION ?? region,
    endpoint: environment.REPLICA_ENDPOINT_URL,
    downloads,
  });
  return { primary: backupsIn(primary, root), replica: backupsIn(copy, root) };
}

/** A stranger's addresses crowd out nobody's acts: the two are remembered apart. */
const ADDRESSES = 20_000;
const PEOPLE = 5000;
/** In a minute: of one address, whatever it sends (each may cost reading a few small objects), and of one token. */
const TOKEN_LOOKUPS = 1200;
const TOKEN_REQUESTS = 600;

const limitsOf = (environment: ConsoleEnvironment): ConsoleServices["limits"] => ({
  signIns: new RateLimit("sign-ins", environment.SIGN_INS_PER_MINUTE, ADDRESSES),
  acts: new RateLimit("changes", environment.ACTS_PER_MINUTE, PEOPLE),
  lookups: new RateLimit("requests", TOKEN_LOOKUPS, ADDRESSES),
  tokens: new RateLimit("requests with this token", TOKEN_REQUESTS, PEOPLE),
});

function drillTaskOf(environment: ConsoleEnvironment): DrillTask | undefined {
  if (!environment.ECS_DRILL_TASK) return undefined;
  return { organisation: environment.DRILL_ORGANISATION, repositories: environment.DRILL_REPOSITORIES };
}

/** By the teams of GitHub, or the groups of the identity provider, whichever vouches for the person. */
function decisionsOf(environment: ConsoleEnvironment): (person: SessionContent) => Promise<Role> {
  const memberships = new GithubMemberships(environment.GITHUB_API_URL);
  const rules = rulesOf(environment);
  const oidc = oidcSettings(environment);
  const directory = oidc && new OidcDirectory(oidc.issuer, oidc.claim);
  return async (person) => {
    const { login } = person;
    if ("githubToken" in person) return decideAccess(memberships, rules, { login, token: person.githubToken });
    // Whoever signed in before the provider was switched off.
    if (!oidc || !directory || directoryOf(person.id) !== oidc.issuer) throw new AppError("not-signed-in");
    const { subject, directoryToken: token, groups: atSignIn } = person;
    return decideByGroups(directory, oidc, { login, subject, token, atSignIn });
  };
}

function rulesOf(environment: ConsoleEnvironment): AccessRules {
  const { VIEWER_TEAMS: viewer, OPERATOR_TEAMS: operator, ADMIN_TEAMS: admin } = environment;
  return { organisation: environment.ACCESS_ORGANISATION, teams: { viewer, operator, admin } };
}
