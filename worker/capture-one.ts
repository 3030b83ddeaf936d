import type { ManifestEntry } from "@/lib/domain/manifest";
import type { HostedRepository } from "@/lib/ports/code-host";
import { anomalyRules } from "./anomalies/anomaly-rules";
import { AnomalyWatch } from "./anomalies/anomaly-watch";
import { AncestryDesk } from "./anomalies/ask-ancestry";
import type { FleetCapture } from "./backup-context";
import type { CaptureContext } from "./capture-context";
import { captureRepository } from "./capture-repository";
import { Checkpoint } from "./checkpoint";
import { holdContext } from "./holds/hold-context";
import { KnownChains } from "./known-chains";
import { ConnectivityChecks } from "./pack-check/connectivity-checks";
import { InspectionPool } from "./pack-check/inspection-pool";
import type { Progress } from "./progress";
import { tellEntry } from "./tell-backup";

/** Captures one repository after the other, or many at once, and tells of each. */
export interface Captures {
  capture(repository: HostedRepository): Promise<ManifestEntry>;
  /** Resolves when what was captured is kept and told; frees what they shared. */
  close(): Promise<void>;
}

/** Makes what all captures of a run share: what the bucket has, the checks of packs, the tokens. */
export async function openCaptures(run: FleetCapture, progress: Progress): Promise<Captures> {
  const { context, previous } = run;
  const { services, recorder, log, signal } = context;
  const checkpoint = new Checkpoint(services.records, recorder.run, log);
  const unfinished = await checkpoint.readUnfinished(previous?.manifest.timestamp);
  const shared = share(run, progress, unfinished);
  const told = new Set<Promise<void>>();
  return {
    async capture(repository) {
      signal.throwIfAborted();
      progress.begin(repository);
      const entry = await captureRepository(repository, shared);
      run.watch.captured(entry);
      // Told once it is kept; the next capture need not wait for that.
      const kept = checkpoint.keep(entry).then(() => {
        told.delete(kept);
        progress.end(repository, entry);
        tellEntry(entry, log);
      });
      told.add(kept);
      if (entry.outcome !== "failed" && entry.outcome !== "unavailable") return entry;
      return { ...entry, last_good_snapshot: previous?.lastGood(repository.id, repository.name) };
    },
    async close() {
      await checkpoint.close();
      await Promise.all(told);
      await shared.connectivity.close();
    },
  };
}

function share(
  { context, host, watch, fleet, previous, snapshot }: FleetCapture,
  progress: Progress,
  unfinished: ReadonlyMap<number, ManifestEntry>,
): CaptureContext {
  const { env, services, log, now, signal } = context;
  const refScope = { exclude: env.EXCLUDE_REFS };
  const chains = new KnownChains(services.primary, env.ROOT_PREFIX, previous, unfinished);
  const rules = anomalyRules(env);
  const desk = new AncestryDesk(host, rules.thresholds, signal);
  const accesses = new Map(fleet.installations.map((installation) => [installation.id, host.gitAccess(installation)]));
  return {
    store: services.primary,
    root: env.ROOT_PREFIX,
    snapshot,
    refScope,
    fullIntervalDays: env.FULL_INTERVAL_DAYS,
    chains,
    anomalies: new AnomalyWatch({ ...holdContext(context), chains, desk, rules, refScope }),
    inspections: env.CHECK_OBJECTS ? new InspectionPool() : undefined,
    connectivity: new ConnectivityChecks({
      policy: { mode: env.CONNECTIVITY_CHECK, smallBytes: env.CONNECTIVITY_SMALL_MIB * 2 ** 20 },
      scratchBytes: env.SCRATCH_BUDGET_MIB * 2 ** 20,
      scratchDir: env.SCRATCH_DIR,
      log,
      signal,
    }),
    gitAccess: (each) => accesses.get(each.installation.id) ?? host.gitAccess(each.installation),
    log,
    now,
    signal,
    idleTimeoutMs: env.GIT_IDLE_TIMEOUT_SECONDS * 1000,
    retryPauseMs: env.RETRY_PAUSE_MS,
    onBytes: (count) => progress.received(count),
    onFault: (problem) => watch.failed(problem),
  };
}
