import { z } from "zod";
import { runId } from "./ids";
import { type RestorePlan, restoreRequest } from "./restore-plan";

/** A plan with everything the review step shows: what a person approves is its digest. */
export interface RestoreProposal {
  plan: RestorePlan;
  digest: string;
  commands: { worker: string; byHand: string[] };
}

/** A free target and the organisations one may restore into, for the wizard's second step. */
export interface TargetSuggestion {
  target: string;
  organisations: string[];
}

/**
 * What the browser sends to start a run. It proposes the run's id, so that the same request sent twice is one run: the
 * record is created only if absent.
 */
export const startRunInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("backup"), run: runId }),
  z.object({
    kind: z.literal("restore"),
    run: runId,
    request: restoreRequest,
    digest: z.string(),
    /** The target as typed by the person who starts it. */
    confirmation: z.string(),
  }),
]);
export type StartRunInput = z.infer<typeof startRunInput>;
