import type { VerifyRequest } from "@/lib/domain/proof-run";
import type { VerifyEnvironment } from "@/lib/env";
import type { Log } from "../log";
import type { RunRecorder } from "../run-recorder";
import type { VerifyServices } from "../services";

/** What a verify run is given. */
export interface VerifyContext {
  env: VerifyEnvironment;
  services: VerifyServices;
  recorder: RunRecorder;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  /** From the command line; without one, what the run's record asks for, else the day's share. */
  asked: VerifyRequest | undefined;
}
