import type { HoldRequest } from "@/lib/domain/hold-run";
import type { HoldEnvironment } from "@/lib/env";
import type { Log } from "../log";
import type { RunRecorder } from "../run-recorder";
import type { HoldServices } from "../services";

/** What a hold run is given. */
export interface HoldRunContext {
  env: HoldEnvironment;
  services: HoldServices;
  recorder: RunRecorder;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  /** From the command line; without one, what the run's record asks for. */
  asked: HoldRequest | undefined;
}
