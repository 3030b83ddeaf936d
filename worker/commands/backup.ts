import { asAppError, problemOf } from "@/lib/domain/errors";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { METRICS } from "@/lib/domain/metrics";
import { OUTCOMES } from "@/lib/domain/outcome";
import type { RunRecord } from "@/lib/domain/run";
import type { BackupEnvironment } from "@/lib/env";
import { captureRepository } from "../capture-repository";
import { Checkpoint } from "../checkpoint";
import { eachLimited } from "../each-limited";
import { type Fleet, listFleet } from "../fleet";
import { KnownChains } from "../known-chains";
import type { Log } from "../log";
import { InspectionPool } from "../pack-check/inspection-pool";
import { Progress } from "../progress";
import { refuseTwin } from "../refuse-twin";
import type { RunRecorder } from "../run-recorder";
import type { BackupServices } from "../services";
import { chooseSnapshot, type PreviousSnapshot, readPrevious } from "../snapshot-choice";
import { buildManifest, writeManifest } from "../write-manifest";

export interface BackupContext {
  env: BackupEnvironment;
  services: BackupServices;
  recorder: RunRecorder;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
}

/**
 * One backup run: list the fleet, capture each repository, write the manifest last, publish the metrics, end the record.
 * @returns the process's exit code: 0 when every repository is safe or knowingly out of reach, 1 when some failed
 */
export async function backup(context: BackupContext): Promise<number> {
  const { recorder, services, log } = context;
  await recorder.start();
  const startedAt = context.now();
  try {
    await refuseTwin(services.records, recorder, context);
    const manifest = await takeSnapshot(context, startedAt);
    await publish(context, manifest, startedAt);
    const failed = manifest.totals.failed;
    await recorder.finish({ state: failed > 0 ? "partial" : "succeeded", phase: "done", ...resultOf(manifest) });
    tellResult(manifest, log);
    return failed > 0 ? 1 : 0;
  } catch (error) {
    return await endBadly(error, context, services);
  }
}

async function takeSnapshot(context: BackupContext, startedAt: Date): Promise<Manifest> {
  const { env, services, recorder, log, signal } = context;
  recorder.update({ phase: "list" });
  const host = await services.codeHost();
  const fleet = await listFleet(host, env.GITHUB_APP_ID, env.GITHUB_APP_INSTALLATION_ID);
  log.info(
    "fleet",
    `${fleet.repositories.length} repositories in ${fleet.installations.map((each) => each.account).join(", ")}`,
    { count: fleet.repositories.length },
  );
  const previous = await readPrevious(services.primary, env.ROOT_PREFIX, log);
  const snapshot = await chooseSnapshot(services.primary, env.ROOT_PREFIX, context.now);
  recorder.update({ phase: "capture", snapshot });

  const entries = await captureAll(context, fleet, previous, snapshot);

  signal.throwIfAborted();
  recorder.update({ phase: "manifest" });
  const manifest = buildManifest({
    env,
    fleet,
    entries,
    snapshot,
    previous,
    recorder,
    startedAt,
    finishedAt: context.now(),
  });
  await writeManifest(services.primary, env.ROOT_PREFIX, manifest);
  return manifest;
}

async function captureAll(
  context: BackupContext,
  fleet: Fleet,
  previous: PreviousSnapshot | undefined,
  snapshot: Manifest["snapshot"],
): Promise<ManifestEntry[]> {
  const { env, services, recorder, log, now, signal } = context;
  const host = await services.codeHost();
  const progress = new Progress(fleet.repositories.length, recorder, now);
  const accesses = new Map(fleet.installations.map((installation) => [installation.id, host.gitAccess(installation)]));
  const checkpoint = new Checkpoint(services.records, recorder.run, log);
  const chains = new KnownChains(
    services.primary,
    env.ROOT_PREFIX,
    previous,
    await checkpoint.readUnfinished(previous?.manifest.timestamp),
  );
  const inspections = env.CHECK_OBJECTS ? new InspectionPool() : undefined;
  const entries: ManifestEntry[] = [];
  await eachLimited(fleet.repositories, env.CONCURRENCY, async (repository) => {
    signal.throwIfAborted();
    progress.begin(repository.name);
    const entry = await captureRepository(repository, {
      store: services.primary,
      root: env.ROOT_PREFIX,
      snapshot,
      chains,
      inspections,
      gitAccess: (each) => accesses.get(each.installation.id) ?? host.gitAccess(each.installation),
      log,
      now,
      signal,
      onBytes: (count) => progress.received(count),
    });
    await checkpoint.keep(entry);
    const lastGood = previous?.lastGood(repository.id, repository.name);
    entries.push(
      entry.outcome === "failed" || entry.outcome === "unavailable"
        ? { ...entry, last_good_snapshot: lastGood }
        : entry,
    );
    progress.end(entry);
    tellEntry(entry, log);
  });
  return entries;
}

async function publish({ services, recorder, now }: BackupContext, manifest: Manifest, startedAt: Date): Promise<void> {
  recorder.update({ phase: "metrics" });
  const seconds = (now().getTime() - startedAt.getTime()) / 1000;
  await services.metrics.publish(
    [
      { name: METRICS.backupSuccess, value: manifest.success_count, unit: "Count" },
      { name: METRICS.backupFailure, value: manifest.totals.failed, unit: "Count" },
      { name: METRICS.backupDuration, value: seconds, unit: "Seconds" },
      { name: METRICS.storedBytes, value: manifest.totals.stored_bytes, unit: "Bytes" },
    ],
    now(),
  );
}

/** The run itself failed or was stopped: no manifest. A failure is published so that its alarm can fire. */
async function endBadly(
  error: unknown,
  { signal, recorder, log, now }: BackupContext,
  services: BackupServices,
): Promise<number> {
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
  if (known.code === "unexpected")
    log.error("stack", String(known.cause instanceof Error ? known.cause.stack : known.cause));
  // A twin that stood back is no failure: the other one is at work.
  if (known.code !== "run-already-active") await publishFailure(services, log, now());
  await recorder.finish({ state: "failed", error: problemOf(known) });
  return known.exit;
}

async function publishFailure({ metrics }: BackupServices, log: Log, at: Date): Promise<void> {
  try {
    await metrics.publish([{ name: METRICS.backupFailure, value: 1, unit: "Count" }], at);
  } catch (error) {
    const known = asAppError(error);
    log.error("metric-not-published", known.message, { code: known.code, hint: known.hint });
  }
}

function resultOf(manifest: Manifest): Partial<RunRecord> {
  const bad = manifest.repos.filter((each) => each.outcome === "failed" || each.outcome === "unavailable");
  return {
    snapshot: manifest.snapshot,
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, manifest.totals[outcome]])),
    failures: bad.slice(0, 1000).flatMap(({ repo, outcome, reason }) => (reason ? [{ repo, outcome, ...reason }] : [])),
    failure_count: bad.length,
  };
}

function tellEntry(entry: ManifestEntry, log: Log): void {
  const { repo, outcome, reason } = entry;
  const facts = { repo, outcome, bytes: entry.size_bytes, duration_ms: entry.duration_ms };
  if (!reason) {
    log.info("repository", `${repo}: ${outcome}`, facts);
    return;
  }
  const tell = outcome === "failed" ? log.error : log.warn;
  tell("repository", `${repo}: ${outcome}: ${reason.message}`, { ...facts, code: reason.code, hint: reason.hint });
}

function tellResult({ snapshot, totals, total_repos }: Manifest, log: Log): void {
  const { captured, unchanged, empty, unavailable, failed } = totals;
  const message = `snapshot ${snapshot}: ${total_repos} repositories, ${captured} captured, ${unchanged} unchanged, ${empty} empty, ${unavailable} unavailable, ${failed} failed`;
  if (failed > 0) log.error("finished", message, { snapshot });
  else log.info("finished", message, { snapshot });
}
