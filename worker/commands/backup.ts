import { asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { OUTCOMES } from "@/lib/domain/outcome";
import { isPartial } from "@/lib/domain/partial-snapshot";
import type { RunRecord } from "@/lib/domain/run";
import { anomaliesIn } from "@/lib/domain/seen-anomalies";
import type { CodeHost } from "@/lib/ports/code-host";
import { newlyVanished } from "../absent-entries";
import { anomalyRules } from "../anomalies/anomaly-rules";
import { withRunAnomalies } from "../anomalies/run-anomalies";
import type { BackupContext } from "../backup-context";
import { captureFleet } from "../capture-fleet";
import { listFleet } from "../fleet";
import { holdContext } from "../holds/hold-context";
import { HostWatch } from "../host-watch";
import { askNotVisible } from "../not-visible";
import { publishFailure, publishSnapshot } from "../publish-metrics";
import { redriveReplication } from "../redrive-replication";
import { takeTurn } from "../refuse-twin";
import { tellSummary } from "../run-summary";
import { chooseSnapshot, readPrevious } from "../snapshot-choice";
import { inTime, type Stopping } from "../stop-patience";
import { tellFleet, tellResult, tellVanished, warningsOf } from "../tell-backup";
import { tellStack } from "../tell-stack";
import { writeBucketGuide } from "../write-bucket-guide";
import { buildManifest, writeManifest } from "../write-manifest";

/** A snapshot that is in the bucket, and what is to be said of it. */
interface Taken {
  manifest: Manifest;
  /** Those the snapshot before still had. */
  vanished: ManifestEntry[];
  warnings: string[];
  seconds: number;
}

/**
 * One backup run: list the fleet, capture each repository, write the manifest last, publish the metrics, end the record.
 * From the manifest on there is a snapshot, and nothing that goes wrong afterwards makes the run a failed one.
 * @returns the process's exit code: 0 when every repository is safe or knowingly out of reach, 1 when some failed, 69 when
 * only the metrics are missing
 */
export async function backup(context: BackupContext): Promise<number> {
  await context.recorder.start();
  let taken: Taken;
  try {
    await inTime(takeTurn(context), stopping(context));
    taken = await takeSnapshot(context);
  } catch (error) {
    return endBadly(error, context);
  }
  return conclude(context, taken);
}

async function takeSnapshot(context: BackupContext): Promise<Taken> {
  const watch = new HostWatch(context, context.env.CONCURRENCY);
  context.recorder.update({ phase: "list" });
  const opened = context.services.codeHost({ signal: context.signal, listener: watch });
  const host = await inTime(opened, stopping(context));
  try {
    return await takeSnapshotFrom(host, watch, context);
  } finally {
    watch.keep(host.traffic(), true);
  }
}

async function takeSnapshotFrom(host: CodeHost, watch: HostWatch, context: BackupContext): Promise<Taken> {
  const { env, services, recorder, log, now, signal } = context;
  const startedAt = now();
  const stop = stopping(context);
  // GitHub and the bucket know nothing of each other: neither waits.
  const beginnings = Promise.all([
    listFleet(host, env.GITHUB_APP_ID, env.GITHUB_APP_INSTALLATION_ID),
    readPrevious(services.primary, env.ROOT_PREFIX, log),
    chooseSnapshot(services.primary, env.ROOT_PREFIX, now),
  ]);
  const [fleet, previous, snapshot] = await inTime(beginnings, stop);
  tellFleet(fleet, log);
  watch.keep(host.traffic());
  recorder.update({ phase: "capture", snapshot });

  const captured = captureFleet({ context, host, watch, fleet, previous, snapshot });
  const { entries, installations } = await inTime(captured, stop);

  signal.throwIfAborted();
  const notVisible = await inTime(askNotVisible(host, installations, fleet.repositories, log), stop);
  recorder.update({ phase: "manifest" });
  const finishedAt = now();
  const built = buildManifest({
    env,
    installations,
    notVisible,
    entries,
    snapshot,
    previous,
    recorder,
    startedAt,
    finishedAt,
  });
  const manifest = await inTime(
    withRunAnomalies(holdContext(context), built, previous, anomalyRules(env).thresholds),
    stop,
  );
  await writeManifest(services.primary, env.ROOT_PREFIX, manifest, stop);
  const vanished = newlyVanished(manifest.repos, previous?.manifest);
  tellVanished(vanished, manifest, log);
  const warnings = warningsOf(installations, vanished, manifest);
  return { manifest, vanished, warnings, seconds: (finishedAt.getTime() - startedAt.getTime()) / 1000 };
}

const stopping = ({ env, signal }: BackupContext): Stopping => ({
  signal,
  patienceMs: env.STOP_PATIENCE_SECONDS * 1000,
});

async function conclude(context: BackupContext, taken: Taken): Promise<number> {
  const { env, recorder, services, log, now } = context;
  const stop = stopping(context);
  const { manifest, vanished, warnings, seconds } = taken;
  recorder.update({ phase: "metrics" });
  const guide = writeBucketGuide(services.primary, env.ROOT_PREFIX, log);
  const redriven = redriveReplication(services.primary, services.records, log);
  let exit = 0;
  try {
    await publishSnapshot(services.metrics, manifest, { seconds, vanished: vanished.length, at: now(), stop });
  } catch (error) {
    const known = asAppError(error);
    log.error("metrics-missing", known.message, { code: known.code, hint: known.hint });
    warnings.push(`${known.message}. ${known.hint}`);
    exit = known.exit;
  }
  for (const work of [guide, redriven]) warnings.push(...(await inTime(work, stop).catch(() => [])));
  const partial = isPartial(manifest);
  const state = partial ? "partial" : "succeeded";
  await recorder.finish({
    state,
    phase: "done",
    ...resultOf(manifest, vanished),
    ...(warnings[0] ? { warnings } : {}),
  });
  const where = { bucket: services.primary.bucket, root: env.ROOT_PREFIX, run: recorder.run };
  tellSummary({ manifest, ...where, receivedBytes: recorder.receivedBytes, seconds }, log);
  tellResult(manifest, log);
  return partial ? 1 : exit;
}

/** The run itself failed or was stopped: no manifest. A failure is published so that its alarm can fire. */
async function endBadly(error: unknown, { signal, recorder, services, log, now }: BackupContext): Promise<number> {
  if (signal.aborted) {
    const problem = problemOf(signal.reason);
    log.warn("stopped", `${problem.message}; no manifest was written, so this is not a snapshot`, {
      hint: problem.hint,
    });
    await recorder.finish({ state: "stopped", error: problem });
    return asAppError(signal.reason).exit;
  }
  const known = asAppError(error);
  log.error("run-failed", known.message, { code: known.code, hint: known.hint });
  tellStack(known, log);
  // A twin that stood back is no failure: the other one is at work.
  if (!hasCode(known, "run-already-active", "run-still-active")) await publishFailure(services.metrics, log, now());
  await recorder.finish({ state: "failed", error: problemOf(known) });
  return known.exit;
}

/** More than these are not named in the record; the manifest names all. */
const FAILURES_NAMED = 1000;

function resultOf(manifest: Manifest, vanished: ManifestEntry[]): Partial<RunRecord> {
  const unsafe = manifest.repos.filter((each) => each.outcome === "failed" || each.outcome === "unavailable");
  const bad = [...unsafe, ...vanished];
  const anomalies = anomaliesIn(manifest);
  return {
    snapshot: manifest.snapshot,
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, manifest.totals[outcome]])),
    failures: bad
      .slice(0, FAILURES_NAMED)
      .flatMap(({ repo, outcome, reason }) => (reason ? [{ repo, outcome, ...reason }] : [])),
    failure_count: bad.length,
    newly_vanished: vanished.length,
    anomalies: anomalies.slice(0, FAILURES_NAMED),
    anomaly_count: anomalies.length,
  };
}
