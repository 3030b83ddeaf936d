// How what a restore keeps of itself is written.
import { z } from "zod";
import { approvalId, repositoryName, runId, webAddress } from "./ids-schema";
import { preflightCheck } from "./preflight-check";
import { ITEM_STATES, type ItemState } from "./restore-record";
import { restoreRequest } from "./restore-request-schema";

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
