import { AppError, asAppError } from "@/lib/domain/errors";
import type { Manifest } from "@/lib/domain/manifest";
import { METRICS } from "@/lib/domain/metrics";
import { isPartial } from "@/lib/domain/partial-snapshot";
import { anomaliesIn } from "@/lib/domain/seen-anomalies";
import type { MetricSink } from "@/lib/ports/monitoring";
import type { Log } from "./log";
import { inTime, type Stopping } from "./stop-patience";

/** What a finished backup tells CloudWatch. @throws AppError metrics-not-published */
export async function publishSnapshot(
  metrics: MetricSink,
  manifest: Manifest,
  { seconds, vanished, at, stop }: { seconds: number; vanished: number; at: Date; stop: Stopping },
): Promise<void> {
  // An installation of which nothing is known yet has no failed entry; it is a failure all the same.
  const failed = Math.max(manifest.totals.failed, isPartial(manifest) ? 1 : 0);
  try {
    const published = metrics.publish(
      [
        { name: METRICS.backupSuccess, value: manifest.success_count, unit: "Count" },
        { name: METRICS.backupFailure, value: failed, unit: "Count" },
        { name: METRICS.repositoriesVanished, value: vanished, unit: "Count" },
        { name: METRICS.anomalies, value: anomaliesIn(manifest).length, unit: "Count" },
        { name: METRICS.backupDuration, value: seconds, unit: "Seconds" },
        { name: METRICS.storedBytes, value: manifest.totals.stored_bytes, unit: "Bytes" },
      ],
      at,
    );
    await inTime(published, stop);
  } catch (error) {
    const { message, hint } = asAppError(error);
    const facts = { snapshot: manifest.snapshot, detail: message, advice: hint };
    throw new AppError("metrics-not-published", facts, { cause: error });
  }
}

/** A run that came to no snapshot counts as one failure, so that the alarm can ring. */
export async function publishFailure(metrics: MetricSink, log: Log, at: Date): Promise<void> {
  try {
    await metrics.publish([{ name: METRICS.backupFailure, value: 1, unit: "Count" }], at);
  } catch (error) {
    const known = asAppError(error);
    log.error("metric-not-published", known.message, { code: known.code, hint: known.hint });
  }
}
