import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ECSClient, RunTaskCommand } from "@aws-sdk/client-ecs";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DEFAULT_ROOT, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { RUN_STATE_VIEW, type RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import type { SandboxUrls } from "./environment";
import { BUCKETS, CLUSTER, NETWORK, REGION, TASKS } from "./names";
import { ADMIN } from "./shared/principals";

const POLL_MS = 400;
/** The demo fleet takes seconds; a run that says nothing for this long is not coming. */
const PATIENCE_MS = 180_000;

/** Takes a backup of the fleet unless there is one; tells progress. Returns its record when one was taken. */
export async function takeFirstBackup(
  urls: SandboxUrls,
  onProgress: (record: RunRecord) => void,
): Promise<RunRecord | undefined> {
  const s3 = new S3Client({ endpoint: urls.s3, region: REGION, credentials: ADMIN });
  const listed = await s3.send(
    new ListObjectsV2Command({ Bucket: BUCKETS.backups, Prefix: `${DEFAULT_ROOT}/`, MaxKeys: 1 }),
  );
  if (listed.KeyCount) return undefined;
  const run = newRunId(
    new Date(),
    randomInt(36 ** 6)
      .toString(36)
      .padStart(6, "0"),
  );
  const environment = [
    { name: "RUN_ID", value: run },
    { name: "RUN_TRIGGER", value: "schedule" },
  ];
  await startTask(urls, TASKS.backup, "backup", environment);
  return follow(s3, run, onProgress);
}

/** The look that is due every hour, at once: without it the alarms over ages would ring in the first hour. */
export async function lookAround(urls: SandboxUrls): Promise<void> {
  await startTask(urls, TASKS.verify, "watch");
}

async function startTask(
  urls: SandboxUrls,
  taskDefinition: string,
  verb: string,
  environment: { name: string; value: string }[] = [],
): Promise<void> {
  const ecs = new ECSClient({ endpoint: urls.aws, region: REGION, credentials: ADMIN });
  await ecs.send(
    new RunTaskCommand({
      cluster: CLUSTER,
      taskDefinition,
      launchType: "FARGATE",
      networkConfiguration: { awsvpcConfiguration: NETWORK },
      overrides: { containerOverrides: [{ name: "worker", command: [verb], environment }] },
    }),
  );
}

async function follow(s3: S3Client, run: RunId, onProgress: (record: RunRecord) => void): Promise<RunRecord> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    await sleep(POLL_MS);
    const record = await read(s3, run);
    if (!record) continue;
    onProgress(record);
    if (RUN_STATE_VIEW[record.state].terminal) return record;
  }
  throw new Error(
    `the first backup (run ${run}) did not end within ${PATIENCE_MS / 1000} s; its log is in the console under Runs`,
  );
}

async function read(s3: S3Client, run: RunId): Promise<RunRecord | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKETS.records, Key: runRecordKey(run) }));
    return runRecord.parse(JSON.parse((await Body?.transformToString()) ?? ""));
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return undefined;
    throw error;
  }
}
