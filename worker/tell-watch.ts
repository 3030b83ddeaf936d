// What a look says of itself in the log.
import { COVERAGE_STATES, COVERAGE_VIEW, type CoverageRow } from "@/lib/domain/coverage";
import type { CoverageSummary } from "@/lib/domain/coverage-summary";
import { formatAge, formatDuration, plural } from "@/lib/domain/format";
import type { NotVisible } from "@/lib/domain/not-visible";
import { REPLICA_OBJECT_VIEW } from "@/lib/domain/replication";
import type { Targets } from "@/lib/domain/targets";
import type { WatchedReplica } from "@/lib/domain/watch";
import type { Log } from "./log";

/** So many are named; the report names all. */
const MOST_NAMED = 20;

export interface Seen {
  rows: readonly CoverageRow[];
  summary: CoverageSummary;
  replica: WatchedReplica;
  notVisible: readonly NotVisible[];
  targets: Targets;
  now: Date;
}

export function tellWatch(seen: Seen, log: Log): void {
  const { rows, summary, notVisible, now } = seen;
  const counts = COVERAGE_STATES.flatMap((state) =>
    summary.counts[state] > 0 ? [`${summary.counts[state]} ${COVERAGE_VIEW[state].label.toLowerCase()}`] : [],
  );
  const what = plural(rows.length, "repository", "repositories");
  log.info("coverage", rows.length > 0 ? `${what}: ${counts.join(", ")}` : "nothing has been backed up yet", {
    counts: summary.counts,
  });
  for (const { repo, state, safe, reason } of rows
    .filter((row) => COVERAGE_VIEW[row.state].overdue)
    .slice(0, MOST_NAMED)) {
    const last = safe ? `last safe backup ${formatAge(safe.at, now)}` : "no backup yet";
    log.warn("overdue", `${repo}: ${COVERAGE_VIEW[state].label.toLowerCase()}, ${last}`, { repo, hint: reason?.hint });
  }
  for (const { account, private_count: hidden } of notVisible)
    if (hidden)
      log.warn(
        "not-visible",
        `${account} has ${plural(hidden, "private repository", "private repositories")} that the App was not given`,
      );
  tellReplica(seen, log);
}

function tellReplica({ replica, targets }: Seen, log: Log): void {
  const { state, problem, not_looked_at: left } = replica;
  if (state === "unconfigured") log.warn("replica", "there is no replica");
  else if (state === "unknown")
    log.error("replica", `the replica is not known: ${problem?.message}`, { code: problem?.code, hint: problem?.hint });
  else tellLag(replica, targets, log);
  if (left) log.info("replica", `${plural(left, "older snapshot")} will be looked at in the next hours`);
}

function tellLag(
  { lag_minutes: lag = 0, stuck = 0, pending = 0, ...replica }: WatchedReplica,
  targets: Targets,
  log: Log,
) {
  if (stuck + pending === 0) {
    log.info("replica", "the replica has everything");
    return;
  }
  const { snapshots, beside } = replica;
  const where = [
    ...(snapshots.length > 0 ? [plural(snapshots.length, "snapshot")] : []),
    ...(beside ? ["holds or guide"] : []),
  ].join(" and of ");
  const message = `${plural(stuck + pending, "object")} of ${where} not in the replica, the oldest for ${formatDuration(lag * 60_000)}; ${stuck} of them stuck`;
  const tell = stuck > 0 || lag > targets.replicaTargetMinutes ? log.warn : log.info;
  tell("replica", message, { lag_minutes: lag, stuck, pending });
  const stuckOnes = replica.objects.filter(({ state }) => REPLICA_OBJECT_VIEW[state].stuck);
  for (const { key, state } of stuckOnes.slice(0, MOST_NAMED))
    log.warn("replica", `${key}: ${REPLICA_OBJECT_VIEW[state].label.toLowerCase()}`, { key });
}
