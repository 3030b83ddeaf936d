// What the hourly watch leaves in the records bucket: what it found (watch/latest.json), and what it need not ask again
// (watch/replication.json). Neither is the truth of anything: both are made again from the buckets when they are lost.
import type { CoverageRow, LastSafe } from "./coverage";
import type { CoverageSummary } from "./coverage-summary";
import type { SnapshotId } from "./ids";
import type { ManifestEntry } from "./manifest";
import { METRICS, type MetricName, type MetricUnit } from "./metrics";
import type { Targets } from "./targets";
import type { WatchedReplica, WatchedRow } from "./watch-schema";

export type { ReplicationState, WatchedReplica, WatchedRow, WatchReport } from "./watch-schema";

/** Objects named in the report; more would make it large, and no backup drives more again in one run. */
export const MOST_OBJECTS = 1000;

/** Later than this a report says nothing of now: two of the hourly looks did not happen. */
const STALE_AFTER_MS = 2.5 * 3_600_000;

export const isStale = (at: string, now: Date): boolean => now.getTime() - Date.parse(at) > STALE_AFTER_MS;

/** Rows with since when they are as they are; `before` is what the last report said. */
export function sinceWhen(rows: readonly CoverageRow[], before: readonly WatchedRow[], now: Date): WatchedRow[] {
  const keyOf = ({ id, repo }: { id?: number; repo: string }) => (id === undefined ? repo.toLowerCase() : `#${id}`);
  const known = new Map(before.map((each) => [keyOf(each), each]));
  return rows.map((each) => {
    const last = known.get(keyOf(each));
    const same = last?.state === each.state ? last.since : undefined;
    const provable = [each.provable, last?.provable].filter((at) => at !== undefined).sort()[0];
    return { ...each, provable, since: same ?? now.toISOString() };
  });
}

export interface Gauge {
  name: MetricName;
  value: number;
  unit: MetricUnit;
}

/** What the watch knows is published; what it does not know is left out, and then missing data raises the alarm. */
export function gaugesOf(found: {
  summary: CoverageSummary;
  hoursSinceSnapshot?: number;
  replica: WatchedReplica;
  targets: Targets;
  hoursSinceDrill?: number;
}): Gauge[] {
  const { summary, replica, targets } = found;
  const known = replica.state === "known";
  const gauges: [MetricName, number | undefined, MetricUnit][] = [
    [METRICS.hoursSinceLastBackup, summary.hoursSinceBackup, "None"],
    [METRICS.hoursSinceLastSnapshot, found.hoursSinceSnapshot, "None"],
    [METRICS.repositoriesOverdue, summary.overdue, "Count"],
    [METRICS.hoursSinceOldestProof, summary.hoursSinceProof, "None"],
    [METRICS.replicaLag, known ? replica.lag_minutes : undefined, "None"],
    [METRICS.replicaObjectsFailed, known ? replica.stuck : undefined, "Count"],
    [METRICS.hoursSinceLastDrill, targets.drillIntervalDays === undefined ? undefined : found.hoursSinceDrill, "None"],
  ];
  return gauges.flatMap(([name, value, unit]) => (value === undefined ? [] : [{ name, value, unit }]));
}

/**
 * The newest backup of a repository that is whole in the replica, as far as the watch knows; undefined where nobody knows. A
 * snapshot that is newer than the last look counts as not there yet.
 */
export function replicatedBy(
  replica: WatchedReplica | undefined,
  lookedUpTo: SnapshotId | "any" | undefined,
): ((entry: ManifestEntry, safe: LastSafe) => LastSafe | undefined) | undefined {
  if (replica?.state !== "known" || lookedUpTo === undefined) return undefined;
  const { complete } = replica;
  const lacking = new Set(replica.objects.map(({ key }) => key));
  const partial = new Set<string>(replica.snapshots.map(({ snapshot }) => snapshot));
  // Of a report that could not name all objects, a bundle in any snapshot that is not whole may be one of them.
  const lacks = (key: string) => lacking.has(key) || (replica.objects_left_out ? isIn(partial, key) : false);
  return ({ chain }, safe) => {
    const manifestLacks = replica.objects.some(({ key }) => key.endsWith(`/${safe.snapshot}/manifest.json`));
    const whole =
      (lookedUpTo === "any" || safe.snapshot <= lookedUpTo) &&
      !manifestLacks &&
      (chain.length > 0 ? !chain.some(({ s3_key }) => lacks(s3_key)) : !partial.has(safe.snapshot));
    if (whole) return safe;
    return complete && complete.snapshot < safe.snapshot ? complete : undefined;
  };
}

const isIn = (snapshots: ReadonlySet<string>, key: string) => key.split("/").some((part) => snapshots.has(part));
