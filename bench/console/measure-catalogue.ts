// The first start over an empty catalogue, and one snapshot more.
import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import { type CatalogueStatus, isWhole } from "@/lib/domain/catalogue/catalogue-status";
import { newSnapshotId, type SnapshotId } from "@/lib/domain/ids";
import type { SandboxUrls } from "@/sandbox/environment";
import { BUCKETS, REGION } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import type { StartedConsole } from "./started-console";

const LOOK_MS = 100;
const PATIENCE_MS = 3_600_000;

/** Seconds from its start until it knows every snapshot. */
export async function untilWhole(started: StartedConsole, cookie: string): Promise<number> {
  await until(started, cookie, isWhole);
  return (performance.now() - started.began) / 1000;
}

/** Until it knows the branches and tags of every repository as well, which it reads after the snapshots, and is idle. */
export async function untilIdle(started: StartedConsole, cookie: string): Promise<number> {
  await until(started, cookie, (status) => isWhole(status) && status.refs.done >= status.refs.total);
  return (performance.now() - started.began) / 1000;
}

/** The buckets are listed for those who look no more often than this. */
const BETWEEN_LOOKS_MS = 10_500;

/** Seconds from when somebody looks at the list, the first one for some time, until a new snapshot is known. */
export async function untilKnown(
  started: StartedConsole,
  cookie: string,
  urls: SandboxUrls,
  newest: SnapshotId,
): Promise<number> {
  const { snapshots } = await statusOf(started, cookie);
  const s3 = new S3Client({ endpoint: urls.s3, region: REGION, credentials: ADMIN });
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: BUCKETS.backups, Key: manifestKey(DEFAULT_ROOT, newest) }),
  );
  const id = newSnapshotId(new Date(), true);
  const text = ((await Body?.transformToString()) ?? "").replace(`"snapshot": "${newest}"`, `"snapshot": "${id}"`);
  await s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key: manifestKey(DEFAULT_ROOT, id), Body: text }));
  s3.destroy();
  await sleep(BETWEEN_LOOKS_MS);
  const began = performance.now();
  await fetch(`${started.url}/api/snapshots?limit=1`, { headers: { cookie } });
  await until(started, cookie, (status) => isWhole(status) && status.snapshots.done > snapshots.done);
  return (performance.now() - began) / 1000;
}

async function until(
  started: StartedConsole,
  cookie: string,
  isSo: (status: CatalogueStatus) => boolean,
): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await sleep(LOOK_MS))
    if (isSo(await statusOf(started, cookie))) return;
  throw new Error("the catalogue did not come to its end");
}

async function statusOf({ url }: StartedConsole, cookie: string): Promise<CatalogueStatus> {
  const answer = await fetch(`${url}/api/search?find=no-such-thing`, { headers: { cookie } });
  return ((await answer.json()) as { catalogue: CatalogueStatus }).catalogue;
}
