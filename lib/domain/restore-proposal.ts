import { z } from "zod";
import type { TwoPeopleAct } from "./approval/two-people";
import { backupRequest } from "./backup-run-schema";
import { holdRequest } from "./hold-run-schema";
import { approvalId, runId } from "./ids-schema";
import { verifyRequest } from "./proof-run";
import type { RestorePlan } from "./restore-plan";
import { restoreRequest } from "./restore-request-schema";

/** A plan with everything the review step shows: what a person approves is its digest. */
export interface RestoreProposal {
  plan: RestorePlan;
  digest: string;
  /** What has to be typed to start it, exactly; absent where nothing has. */
  confirmation?: string;
  /** What was read elsewhere than asked, and why. Not part of the plan. */
  notices: string[];
  /** `byHand` is empty where there is no such way. */
  commands: { worker: string; byHand: string[] };
  /** One person alone may not start it: what it counts as, and how long a request for it lives. */
  twoPeople?: { act: TwoPeopleAct; hours: number };
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
  /** Of every repository; those that are asked for come first. */
  z.object({ kind: z.literal("backup"), run: runId, request: backupRequest.optional() }),
  z.object({
    kind: z.literal("restore"),
    run: runId,
    request: restoreRequest,
    digest: z.string(),
    /** The proposal's `confirmation` as typed by the person who starts it. */
    confirmation: z.string(),
    /** Only ask GitHub whether it could be done. Nothing needs to be typed for that. */
    checkOnly: z.boolean().optional(),
    /** Where two people have to agree: what the other one has approved. */
    approval: approvalId.optional(),
  }),
  z.object({ kind: z.literal("verify"), run: runId, request: verifyRequest }),
  z.object({ kind: z.literal("drill"), run: runId }),
  z.object({ kind: z.literal("hold"), run: runId, request: holdRequest }),
  /** Goes on with a restore that failed, was stopped, or was done in part only: by the plan that was approved then. */
  z.object({ kind: z.literal("retry"), run: runId, of: runId }),
]);
export type StartRunInput = z.infer<typeof startRunInput>;
