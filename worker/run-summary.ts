// What a backup was, at its end: a small table for people, one event for machines.
import { manifestKey } from "@/lib/domain/bucket-keys";
import { formatBytes, formatDuration, formatNumber, plural } from "@/lib/domain/format";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { OUTCOMES } from "@/lib/domain/outcome";
import { isPartial } from "@/lib/domain/partial-snapshot";
import type { Log } from "./log";

/** So many failures are told here; the run's record and the manifest name all. */
const FAILURES_TOLD = 10;

export interface Summary {
  manifest: Manifest;
  /** Where the snapshot is. */
  bucket: string;
  root: string;
  run: string;
  /** From GitHub. */
  receivedBytes: number;
  seconds: number;
}

export function tellSummary(summary: Summary, log: Log): void {
  const { manifest, seconds, receivedBytes } = summary;
  const { snapshot, totals } = manifest;
  const failed = (["failed", "unavailable"] as const).flatMap((outcome) =>
    manifest.repos.filter((each) => each.outcome === outcome),
  );
  const rate = seconds > 0 ? Math.round(receivedBytes / seconds) : 0;
  const facts = {
    snapshot,
    manifest: addressOf(summary),
    ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, totals[outcome]])),
    stored_bytes: totals.stored_bytes,
    received_bytes: receivedBytes,
    duration_ms: Math.round(seconds * 1000),
    bytes_per_second: rate,
    failures: failed.slice(0, FAILURES_TOLD).map(factsOf),
  };
  const took = formatDuration(seconds * 1000);
  const message = `${formatBytes(receivedBytes)} received, ${formatBytes(totals.stored_bytes)} stored in ${took}`;
  log.report("summary", message, facts, table(summary, failed, rate));
}

const addressOf = ({ bucket, root, manifest }: Summary) => `s3://${bucket}/${manifestKey(root, manifest.snapshot)}`;

function factsOf({ repo, outcome, reason }: ManifestEntry) {
  return { repo, outcome, code: reason?.code, message: reason?.message, hint: reason?.hint };
}

function table(summary: Summary, failed: ManifestEntry[], rate: number): string[] {
  const { manifest, run, receivedBytes, seconds } = summary;
  const counts = OUTCOMES.map((outcome): [string, string] => [outcome, formatNumber(manifest.totals[outcome])]);
  const rest: [string, string][] = [
    ["stored", formatBytes(manifest.totals.stored_bytes)],
    ["received", `${formatBytes(receivedBytes)}, ${formatBytes(rate)}/s`],
    ["took", formatDuration(seconds * 1000)],
    ["snapshot", `${manifest.snapshot}${isPartial(manifest) ? " (not whole)" : ""}`],
    ["look at", addressOf(summary)],
    ["run", run],
  ];
  const width = Math.max(...counts.map(([, value]) => value.length));
  return [
    "",
    ...counts.map(([name, value]) => `  ${name.padEnd(12)} ${value.padStart(width)}`),
    ...rest.map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
    ...failures(failed),
    "",
  ];
}

function failures(failed: ManifestEntry[]): string[] {
  if (failed.length === 0) return [];
  const more = failed.length - FAILURES_TOLD;
  return [
    "",
    ...failed
      .slice(0, FAILURES_TOLD)
      .flatMap(({ repo, outcome, reason }) => [
        `  ${outcome}: ${repo}: ${reason?.message ?? "no reason was given"}`,
        ...(reason?.hint ? [`    ${reason.hint}`] : []),
      ]),
    ...(more > 0 ? [`  and ${plural(more, "other")}; the manifest names all`] : []),
  ];
}
