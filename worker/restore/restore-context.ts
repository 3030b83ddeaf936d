import type { RunId } from "@/lib/domain/ids";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { RestoreEnvironment } from "@/lib/env";
import type { Log } from "../log";
import type { RunNotes } from "../run-recorder";
import type { RestoreServices } from "../services";
import type { Agreed } from "./agreed";
import type { RestoreReport } from "./restore-report";

/** What was asked for on the command line. With nothing of it, the plan that was approved for the run is performed. */
export interface Asked {
  request?: RestoreRequest;
  /** Go on with this run. */
  retryOf?: RunId;
  /** Print the plan and do nothing. */
  dryRun: boolean;
  /** Ask GitHub whether it could be done, and do nothing. */
  checkOnly: boolean;
  /** Typed for what cannot be taken back: the target. */
  confirm?: string;
}

export interface RestoreContext {
  env: RestoreEnvironment;
  services: RestoreServices;
  recorder: RunNotes;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  asked: Asked;
  print: (text: string) => void;
}

/** A restore that is agreed on and has begun. */
export type Begun = RestoreContext & { agreed: Agreed; report: RestoreReport };
