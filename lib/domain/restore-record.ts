// What a restore keeps of itself in its run's record.
import { z } from "zod";
import { approvalId, repositoryName, runId, webAddress } from "./ids";
import { preflightCheck } from "./preflight-check";
import { restoreRequest } from "./restore-request";

/** refused: GitHub or the plan would not have it, nothing was created. skipped: a run before this one has done it. */
export const ITEM_STATES = ["waiting", "running", "done", "skipped", "refused", "failed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** One repository of a restore, as its run's record has it. */
export const restoredItem = z.looseObject({
  repository: repositoryName,
  target: repositoryName.optional(),
  state: z.enum(ITEM_STATES),
  problem: problem.optional(),
  url: webAddress.optional(),
  repository_id: z.number().optional(),
  /** Key of its receipt in the records bucket, and the hash the receipt has. */
  receipt: z.string().optional(),
  receipt_hash: z.string().optional(),
});
export type RestoredItem = z.infer<typeof restoredItem>;

/** So many are named in the record; `counts` tells all. Those with trouble come first. */
export const MOST_ITEMS = 1000;

export const restoreRecord = z.looseObject({
  request: restoreRequest,
  plan_digest: z.string(),
  step: z.string().optional(),
  target_url: webAddress.optional(),
  /** The run this one goes on with; its journal is under that run's id. */
  retry_of: runId.optional(),
  /** GitHub is asked whether the restore could be done; nothing is done. */
  check_only: z.boolean().optional(),
  /** Two people agreed on it. */
  approval: approvalId.optional(),
  preflight: z.array(preflightCheck).optional(),
  restored: z.array(restoredItem).optional(),
  counts: z.looseObject({ total: z.number(), ...counts() }).optional(),
  /** Of an export: where the bundle is. */
  artefact: z
    .looseObject({ key: z.string(), version_id: z.string().optional(), size_bytes: z.number(), sha256: z.string() })
    .optional(),
});
export type RestoreRecord = z.infer<typeof restoreRecord>;

function counts(): Record<Exclude<ItemState, "waiting" | "running">, z.ZodNumber> {
  return { done: z.number(), skipped: z.number(), refused: z.number(), failed: z.number() };
}
