// What the watch found stuck on its way to the replica is driven again: a copy of the object onto itself is a new version, and S3
// replicates that. The bytes do not pass through here, and the version that the manifests name stays.
import { asAppError, hasCode } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import { REPLICA_OBJECT_VIEW, type ReplicaObject } from "@/lib/domain/replication";
import { inParallel } from "@/lib/operations/in-parallel";
import { readWatchReport } from "@/lib/operations/watch-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";

/** Of one backup; the next goes on. */
const MOST = 200;
const AT_ONCE = 8;

/**
 * That something cannot be driven again is said, and is no reason for a backup to fail.
 * @returns what was not done, in sentences
 */
export async function redriveReplication(
  primary: ObjectStore,
  records: ObjectStore | undefined,
  log: Log,
): Promise<string[]> {
  if (!records) return [];
  try {
    const report = await readWatchReport(records);
    const stuck = (report?.replica.objects ?? []).filter(({ state }) => REPLICA_OBJECT_VIEW[state].stuck);
    if (!report || stuck.length === 0) return [];
    return await redrive(primary, stuck, report.at, log);
  } catch (error) {
    const { message, code, hint } = asAppError(error);
    log.warn("redrive", `what is missing in the replica could not be driven again: ${message}`, { code, hint });
    return [`What is missing in the replica could not be driven again: ${message}. ${hint}`];
  }
}

async function redrive(primary: ObjectStore, stuck: ReplicaObject[], at: string, log: Log): Promise<string[]> {
  const done = await inParallel(stuck.slice(0, MOST), AT_ONCE, ({ key }) => redriveOne(primary, key, at));
  const count = done.filter(Boolean).length;
  if (count > 0) log.info("redrive", `drove the replication of ${plural(count, "object")} again`, { count });
  if (stuck.length <= MOST) return [];
  const left = `${plural(stuck.length - MOST, "more object")} of the replica will be driven again by the next backup`;
  log.warn("redrive", left);
  return [`${left}.`];
}

/** Not when it was driven again since the watch looked, nor when it is gone. */
async function redriveOne(primary: ObjectStore, key: string, lookedAt: string): Promise<boolean> {
  try {
    const { lastModified, versionId, sizeBytes } = await primary.head(key);
    if (Date.parse(lastModified) > Date.parse(lookedAt)) return false;
    await primary.copy({ key, versionId, sizeBytes }, key);
    return true;
  } catch (error) {
    if (hasCode(error, "object-missing")) return false;
    throw error;
  }
}
