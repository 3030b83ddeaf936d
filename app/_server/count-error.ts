// The alarm `console-errors` goes by this count. It is told beside the answer and never holds it up.
import "server-only";
import { asAppError } from "@/lib/domain/errors";
import { METRICS } from "@/lib/domain/metrics";
import type { MetricSink } from "@/lib/ports/monitoring";

/** Counts an answer of 500 and above. That CloudWatch did not take it is in the log, beside the error itself. */
export async function countError(metrics: MetricSink, status: number): Promise<void> {
  if (status < 500) return;
  try {
    await metrics.publish([{ name: METRICS.consoleErrors, value: 1, unit: "Count" }], new Date());
  } catch (error) {
    console.warn(JSON.stringify({ level: "warn", message: `not counted: ${asAppError(error).message}` }));
  }
}
