// The hourly look: is every repository protected, and does the replica have what the primary has? Reads both buckets, writes what
// it found to the records bucket, and publishes the ages that the alarms go by.
import { hoursSince } from "@/lib/domain/coverage";
import { summariseCoverage } from "@/lib/domain/coverage-summary";
import { hasCode } from "@/lib/domain/errors";
import { snapshotTime } from "@/lib/domain/ids";
import { provenIn } from "@/lib/domain/proven-at";
import { gaugesOf, sinceWhen, type WatchReport } from "@/lib/domain/watch";
import type { WatchEnvironment } from "@/lib/env";
import { askEither, type Sides } from "@/lib/operations/both-sides";
import { compareReplica } from "@/lib/operations/compare-replica";
import { lastPassedDrill } from "@/lib/operations/drill-records";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { readLedger } from "@/lib/operations/proof-records";
import { readCoverage } from "@/lib/operations/read-coverage";
import { backupsIn, listSnapshotIds } from "@/lib/operations/read-manifest";
import { readReplicationState, readWatchReport, writeWatch } from "@/lib/operations/watch-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import { targetsOf } from "@/lib/target-variables";
import type { Log } from "../log";
import type { WatchServices } from "../services";
import { tellWatch } from "../tell-watch";

export interface WatchContext {
  env: WatchEnvironment;
  services: WatchServices;
  log: Log;
  now: () => Date;
}

/**
 * One look. What could not be seen is not published: the alarms take silence for the fault it is.
 * @returns 0, also when something is overdue: that is for the alarms to say
 * @throws AppError storage-* when neither bucket can be read or the report not be written; aws-* when nothing was published
 */
export async function watch({ env, services, log, now }: WatchContext): Promise<number> {
  const { records, primary, replica: copy } = services;
  const at = now();
  const targets = targetsOf(env);
  const root = env.ROOT_PREFIX;
  const deps = {
    sides: { primary: backupsIn(primary, root), replica: copy && backupsIn(copy, root) },
    cache: new ManifestCache(),
  };
  const [before, state, proofs] = await Promise.all([
    lastReport(records, log),
    readReplicationState(records),
    readLedger(records).then(provenIn),
  ]);
  const compared = await compareReplica(deps, state, at);
  const { replica } = compared;
  // It was listed a moment ago: there is nothing newer that was not looked at.
  const known = { proofs, replica, lookedUpTo: "any" as const, targetHours: targets.freshnessTargetHours };
  const { rows: found, snapshot, notVisible } = await readCoverage(deps, known, at);
  const rows = sinceWhen(found, before?.rows ?? [], at);
  const summary = summariseCoverage(rows, at);
  const report: WatchReport = {
    version: 1,
    at: at.toISOString(),
    snapshot,
    counts: summary.counts,
    hours_since_backup: summary.hoursSinceBackup,
    hours_since_proof: summary.hoursSinceProof,
    replica,
    rows,
  };
  await writeWatch(records, report, compared.state);
  tellWatch({ rows, summary, replica, notVisible, targets, now: at }, log);
  const drilled = targets.drillIntervalDays === undefined ? undefined : await drilledAt(records, deps.sides);
  const gauges = gaugesOf({
    summary,
    hoursSinceSnapshot: snapshot && hoursSince(snapshot.at, at),
    replica,
    targets,
    hoursSinceDrill: drilled === undefined ? undefined : hoursSince(drilled, at),
  });
  await services.metrics.publish(gauges, at);
  log.info(
    "watched",
    `published ${gauges.length} gauges`,
    Object.fromEntries(gauges.map(({ name, value }) => [name, value])),
  );
  return 0;
}

/** When a drill last passed; before the first one since when there is something to restore, or a new installation would be late. */
async function drilledAt(records: ObjectStore, sides: Sides): Promise<string | undefined> {
  const passed = await lastPassedDrill(records);
  if (passed) return passed;
  const oldest = (await askEither(sides, "primary", listSnapshotIds)).value.at(-1);
  return oldest && snapshotTime(oldest).toISOString();
}

/** A report that cannot be read is as good as none: what it adds is since when things are as they are. */
async function lastReport(records: ObjectStore, log: Log): Promise<WatchReport | undefined> {
  try {
    return await readWatchReport(records);
  } catch (error) {
    if (!hasCode(error, "record-invalid")) throw error;
    log.warn("report-invalid", `${error.message}; a new one is written`);
    return undefined;
  }
}
