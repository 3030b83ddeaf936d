// Which run most likely raised an alarm. Of a count it is the one that published it; of an age, the last one that should have
// ended it and did not.
import type { AlarmDefinition } from "./alarm";
import type { RunId } from "./ids";
import { METRICS, type MetricName } from "./metrics";
import type { RunKind, RunRecord } from "./run";

/** `runs`: newest first. Undefined where none of them is to blame, or no run can raise such an alarm. */
export const runBehind = (metric: MetricName, runs: readonly RunRecord[]): RunId | undefined => {
  const raises = RAISED_BY[metric];
  return raises && runs.find(raises)?.id;
};

/** A run tells its numbers before it says that it has ended, and CloudWatch's clock is another. */
const GRACE_MS = 5 * 60_000;

/** The run behind a change to ALARM that is over; of counts alone, for an age is nobody's after it has passed. */
export function runBehindChange(
  definition: AlarmDefinition,
  at: string,
  runs: readonly RunRecord[],
): RunId | undefined {
  const { metric, statistic, periodSeconds, evaluationPeriods } = definition;
  if (statistic !== "Sum") return undefined;
  const until = Date.parse(at) + GRACE_MS;
  const from = Date.parse(at) - (evaluationPeriods + 1) * periodSeconds * 1000;
  const ended = runs.filter(({ finished_at, updated_at }) => {
    const end = Date.parse(finished_at ?? updated_at);
    return end >= from && end <= until;
  });
  return runBehind(metric, ended);
}

type Raises = (run: RunRecord) => boolean;
const of =
  (kind: RunKind, raises: Raises): Raises =>
  (run) =>
    run.kind === kind && raises(run);

const broken: Raises = ({ state }) => state === "failed" || state === "lost" || state === "stopped";
const notWhole: Raises = ({ state }) => state === "failed" || state === "partial" || state === "lost";

const RAISED_BY: Partial<Record<MetricName, Raises>> = {
  [METRICS.backupFailure]: of("backup", notWhole),
  [METRICS.repositoriesVanished]: of("backup", ({ newly_vanished: count = 0 }) => count > 0),
  [METRICS.anomalies]: of("backup", ({ anomalies = [], anomaly_count: count = anomalies.length }) => count > 0),
  [METRICS.backupSuccess]: of("backup", broken),
  [METRICS.hoursSinceLastSnapshot]: of("backup", broken),
  [METRICS.hoursSinceLastBackup]: of("backup", notWhole),
  [METRICS.proofFailures]: of("verify", (run) => run.state === "failed" || wrongIn(run) > 0),
  [METRICS.hoursSinceOldestProof]: of("verify", (run) => broken(run) || (run.verify?.counts?.unproven ?? 0) > 0),
  [METRICS.hoursSinceLastDrill]: of("drill", (run) => broken(run) || run.state === "partial"),
};

const wrongIn = ({ verify }: RunRecord): number => (verify?.counts?.failed ?? 0) + (verify?.counts?.altered ?? 0);
