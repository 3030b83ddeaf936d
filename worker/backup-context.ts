import type { BackupRequest } from "@/lib/domain/backup-run";
import type { Manifest } from "@/lib/domain/manifest";
import type { BackupEnvironment } from "@/lib/env";
import type { CodeHost } from "@/lib/ports/code-host";
import type { Fleet } from "./fleet";
import type { HostWatch } from "./host-watch";
import type { Log } from "./log";
import type { RunRecorder } from "./run-recorder";
import type { BackupServices } from "./services";
import type { PreviousSnapshot } from "./snapshot-choice";

/** What a backup run is given. */
export interface BackupContext {
  env: BackupEnvironment;
  services: BackupServices;
  recorder: RunRecorder;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  /** By the command line; otherwise it is as the run's record asks. */
  asked?: BackupRequest;
}

/** What the capture of its fleet is given besides. */
export interface FleetCapture {
  context: BackupContext;
  host: CodeHost;
  watch: HostWatch;
  /** As listed at the beginning. */
  fleet: Fleet;
  previous: PreviousSnapshot | undefined;
  snapshot: Manifest["snapshot"];
}
