import type { SnapshotId } from "@/lib/domain/ids";
import type { RefScope } from "@/lib/domain/ref-scope";
import type { GitAccess, HostedRepository } from "@/lib/ports/code-host";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { AnomalyWatch } from "./anomalies/anomaly-watch";
import type { KnownChains } from "./known-chains";
import type { Log } from "./log";
import type { ConnectivityChecks } from "./pack-check/connectivity-checks";
import type { InspectionPool } from "./pack-check/inspection-pool";

/** What every capture of a run shares. */
export interface CaptureContext {
  store: ObjectStore;
  root: string;
  snapshot: SnapshotId;
  refScope: RefScope;
  /** See `chainRules`. */
  fullIntervalDays: number;
  /** What the bucket has already. */
  chains: KnownChains;
  anomalies: AnomalyWatch;
  /** Where packs are inflated on the side; undefined to trust the pack's trailer alone. */
  inspections?: InspectionPool;
  connectivity: ConnectivityChecks;
  gitAccess: (repository: HostedRepository) => GitAccess;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  /** How long GitHub may be silent within an answer. */
  idleTimeoutMs?: number;
  /** Before a repository is first tried again. */
  retryPauseMs?: number;
  onBytes: (count: number) => void;
  /** Told of each failed attempt, those that are repeated included. */
  onFault: (problem: unknown) => void;
}
