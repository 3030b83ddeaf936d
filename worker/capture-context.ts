import type { SnapshotId } from "@/lib/domain/ids";
import type { GitAccess, HostedRepository } from "@/lib/ports/code-host";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { KnownChains } from "./known-chains";
import type { Log } from "./log";
import type { InspectionPool } from "./pack-check/inspection-pool";

/** What every capture of a run shares. */
export interface CaptureContext {
  store: ObjectStore;
  root: string;
  snapshot: SnapshotId;
  /** What the bucket has already. */
  chains: KnownChains;
  /** Where packs are inflated on the side; undefined to trust the pack's trailer alone. */
  inspections?: InspectionPool;
  gitAccess: (repository: HostedRepository) => GitAccess;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  onBytes: (count: number) => void;
}
