// What the browser cannot see: GitHub's refs through stock git, metrics and faults through the sandbox's own interfaces.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import type { SnapshotId } from "@/lib/domain/ids";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { mintToken } from "@/sandbox/mint-token";
import { APPS, BUCKETS, ORGANISATION, REGION, REPLICA_REGION } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { ADMIN } from "@/sandbox/shared/principals";
import { addCommit } from "@/sandbox/testing/add-commit";
import { writeCuriousHistory } from "@/sandbox/testing/curious-history";
import { writeFormatOne } from "@/sandbox/testing/format-one";
import { demo } from "./demo";

export const urls = () => demo().urls;
const dataDir = () => demo().data;

/** `git ls-remote` with a minted token: branches and tags, "oid<TAB>name" a line. */
export async function lsRemote(repository: string): Promise<string[]> {
  const url = new URL(`${urls().github}/${repository}.git`);
  url.username = "x-access-token";
  url.password = await mintToken(urls().githubApi, dataDir(), await backupAppOn(repository));
  const lines = (await runGit(["ls-remote", url.toString()])).split("\n");
  return lines.filter((line) => /\trefs\/(heads|tags)\//.test(line));
}

/** The backup App as it is installed on a repository's organisation. */
async function backupAppOn(repository: string): Promise<{ id: number; slug: string; installation: number }> {
  const [account] = repository.split("/");
  if (account === ORGANISATION) return APPS.backup;
  const { id: installation } = await onGithub("installations", { app: APPS.backup.slug, account });
  return { ...APPS.backup, installation };
}

/** What the restore App sees in the drills' organisation. */
export async function repositoriesOf(account: string): Promise<string[]> {
  const { id: installation } = await onGithub("installations", { app: APPS.restore.slug, account });
  const token = await mintToken(urls().githubApi, dataDir(), { ...APPS.restore, installation });
  const answer = await fetch(`${urls().githubApi}/installation/repositories`, {
    headers: { authorization: `token ${token}` },
  });
  const { repositories } = (await answer.json()) as { repositories: { full_name: string }[] };
  return repositories.map(({ full_name: name }) => name);
}

/** Of what `repository` matches, a regular expression. */
export async function breakRepository(
  repository: string,
  action: object = { kind: "status", status: 500 },
): Promise<void> {
  const rule = { match: { path: `^/${repository}\\.git/` }, action, times: 0 };
  await fetch(`${urls().github}/_sandbox/faults`, { method: "POST", body: JSON.stringify(rule) });
}

export async function mendEverything(): Promise<void> {
  await fetch(`${urls().github}/_sandbox/faults`, { method: "DELETE" });
}

/** `refs/heads/main` of a repository, as stock git sees it; undefined when there is no such ref. */
export async function refOf(repository: string, name: string): Promise<string | undefined> {
  return (await lsRemote(repository)).find((line) => line.endsWith(`\t${name}`))?.split("\t")[0];
}

/** Deletes a branch as a person would: with git. */
export const deleteBranch = (repository: string, branch: string) =>
  pushFromNothing(repository, [`:refs/heads/${branch}`]);

/** Makes a branch that shares nothing with any other, or lets an existing one point there: by force, with git. */
export const forceBranch = (repository: string, branch: string, message: string) =>
  pushFromNothing(repository, [`+HEAD:refs/heads/${branch}`], message);

/** Replaces the default branch by an empty history, and deletes every other branch and tag: by force, with git. */
export async function wipe(repository: string): Promise<void> {
  const names = (await lsRemote(repository)).map((line) => line.split("\t")[1] ?? "");
  const main = "refs/heads/main";
  await pushFromNothing(repository, [
    `+HEAD:${main}`,
    ...names.filter((name) => name !== main && !name.endsWith("^{}")).map((name) => `:${name}`),
  ]);
}

/** Pushes these refspecs from a new repository that has one commit. */
async function pushFromNothing(repository: string, refspecs: string[], message = "gone"): Promise<void> {
  const url = new URL(`${urls().github}/${repository}.git`);
  url.username = "x-access-token";
  url.password = await mintToken(urls().githubApi, dataDir(), APPS.restore);
  const directory = await mkdtemp(path.join(tmpdir(), "holdfast-e2e-git-"));
  const git = (...args: string[]) => runGit(["-C", directory, ...args]);
  await runGit(["init", "-q", directory]);
  await git(
    "-c",
    "user.name=Mallory",
    "-c",
    "user.email=m@evil.example",
    "commit",
    "-q",
    "--allow-empty",
    "-m",
    message,
  );
  await git("push", "-q", url.toString(), ...refspecs);
  await rm(directory, { recursive: true, force: true });
}

/** Makes a repository, and its organisation where there is none, without any of Holdfast's doing. */
export async function onGithub(
  what: "repositories" | "installations" | "people",
  body: object,
): Promise<{ id: number }> {
  const answer = await fetch(`${urls().github}/_sandbox/${what}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: number };
}

/** What `path` matches is broken on one side of the storage until `mendStorage`. */
export async function breakStorage(side: "s3" | "s3Replica", path: string, action: object): Promise<void> {
  const rule = { match: { path }, action, times: 0 };
  const answer = await fetch(`${urls()[side]}/_sandbox/faults`, { method: "POST", body: JSON.stringify(rule) });
  if (!answer.ok) throw new Error(`fault: ${answer.status} ${await answer.text()}`);
}

export async function mendStorage(): Promise<void> {
  for (const side of ["s3", "s3Replica"] as const) await fetch(`${urls()[side]}/_sandbox/faults`, { method: "DELETE" });
}

const s3 = (side: "s3" | "s3Replica") =>
  new S3Client({ endpoint: urls()[side], region: side === "s3" ? REGION : REPLICA_REGION, credentials: ADMIN });

/** Keys of the primary bucket. */
export async function objectsBelow(Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3("s3").send(new ListObjectsV2Command({ Bucket: BUCKETS.backups, Prefix }));
  return Contents.map(({ Key = "" }) => Key);
}

/** Of an object of the primary bucket. */
export async function textOf(Key: string): Promise<string> {
  const { Body } = await s3("s3").send(new GetObjectCommand({ Bucket: BUCKETS.backups, Key }));
  return (await Body?.transformToString()) ?? "";
}

/** Takes every version of an object out of the primary bucket. @returns what puts it back, as an operator would from the replica */
export async function eraseFromPrimary(key: string): Promise<() => Promise<unknown>> {
  const client = s3("s3");
  const { Body } = await s3("s3Replica").send(new GetObjectCommand({ Bucket: BUCKETS.replica, Key: key }));
  const bytes = await Body?.transformToByteArray();
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: BUCKETS.backups, Prefix: key }));
  for (const { Key, VersionId } of Versions.filter((each) => each.Key === key))
    await client.send(new DeleteObjectCommand({ Bucket: BUCKETS.backups, Key, VersionId }));
  return () => client.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key: key, Body: bytes }));
}

/** A snapshot that says what another one says: as if nothing had changed until then. @returns its manifest's key */
export async function repeatSnapshot(of: SnapshotId, id: SnapshotId): Promise<string> {
  const manifest = JSON.parse(await textOf(manifestKey(DEFAULT_ROOT, of)));
  const Key = manifestKey(DEFAULT_ROOT, id);
  const Body = JSON.stringify({ ...manifest, snapshot: id, date: id.slice(0, 10), previous: undefined });
  await s3("s3").send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key, Body }));
  return Key;
}

/** A record as another console may have left it. @returns what takes it away again */
export async function leaveRecord(key: string, value: object): Promise<() => Promise<unknown>> {
  const at = { Bucket: BUCKETS.records, Key: key };
  await s3("s3").send(new PutObjectCommand({ ...at, Body: JSON.stringify(value) }));
  return () => s3("s3").send(new DeleteObjectCommand(at));
}

/** A commit as somebody pushes it. */
export const push = (repository: string, bytes: number) => addCommit(sourceOf(repository), "refs/heads/main", bytes);

/** A repository with everything in it that a viewer of files has to get right. @returns its newest commit */
export async function makeCurious(name: string): Promise<string> {
  await onGithub("repositories", { organisation: ORGANISATION, name });
  return writeCuriousHistory(sourceOf(`${ORGANISATION}/${name}`), "refs/heads/main");
}

/** A day of backups by InfraHouse's program, of these repositories. */
export const backUpInFormatOne = (day: SnapshotId, repositories: string[]) =>
  writeFormatOne(s3("s3"), day, new Map(repositories.map((name) => [name, sourceOf(name)])));

/** The bare repository that GitHub serves. */
const sourceOf = (repository: string) => path.join(dataDir(), "github", `${repository}.git`);

/** The refs of a downloaded bundle, sorted. */
export async function refsOfBundle(file: string): Promise<string[]> {
  const lines = (await runGit(["ls-remote", file])).split("\n");
  return lines.filter((line) => /\trefs\/(heads|tags)\//.test(line)).sort();
}

/** `git clone` of a downloaded bundle, and `git fsck` of the clone. @returns what HEAD is then */
export async function cloneBundle(file: string): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "holdfast-e2e-clone-"));
  const git = (...args: string[]) => runGit(["-C", path.join(directory, "clone"), ...args]);
  await runGit(["clone", "-q", file, path.join(directory, "clone")]);
  await git("fsck", "--full", "--strict");
  const head = await git("rev-parse", "HEAD");
  await rm(directory, { recursive: true, force: true });
  return head.trim();
}

const cloudwatch = () => new CloudWatchClient({ endpoint: urls().aws, region: REGION, credentials: ADMIN });

export async function alarmState(name: string): Promise<string | undefined> {
  const answer = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return answer.MetricAlarms?.[0]?.StateValue;
}

/** As somebody rehearses an alarm; it holds for a while, or until new data comes. */
export async function setAlarm(AlarmName: string, StateValue: "ALARM" | "OK"): Promise<void> {
  await cloudwatch().send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "a rehearsal" }));
}

/** The newest value published in the last minutes. */
export async function latestMetric(MetricName: string): Promise<number | undefined> {
  const MetricStat = { Metric: { Namespace: METRIC_NAMESPACE, MetricName }, Period: 1, Stat: "Maximum" };
  const range = { StartTime: new Date(Date.now() - 600_000), EndTime: new Date(Date.now() + 60_000) };
  const answer = await cloudwatch().send(
    new GetMetricDataCommand({ MetricDataQueries: [{ Id: "m", MetricStat }], ...range }),
  );
  return answer.MetricDataResults?.[0]?.Values?.[0];
}
