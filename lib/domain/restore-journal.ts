// How far a restore of one repository has come, as restores/<original run>/<target>.json tells: what a retry goes by, and
// the proof that a repository is ours. Written over the state that was read only.
import { z } from "zod";
import { repositoryName, runId, webAddress } from "./ids-schema";

/** `creating` is written before GitHub is asked: from then on there may be a repository. */
export const JOURNAL_STATES = ["creating", "created", "pushing", "finishing", "done", "failed", "deleted"] as const;
export type JournalState = (typeof JOURNAL_STATES)[number];

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

export const restoreJournal = z.looseObject({
  version: z.literal(1),
  /** The run that began it; retries go on in the same journal. */
  run: runId,
  /** The run that wrote this. */
  by: runId,
  target: repositoryName,
  repository: repositoryName,
  plan_digest: z.string(),
  state: z.enum(JOURNAL_STATES),
  /** Of `failed`: where it was then. */
  failed_in: z.enum(JOURNAL_STATES).optional(),
  repository_id: z.number().optional(),
  url: webAddress.optional(),
  problem: problem.optional(),
  /** Key of the receipt, and its hash. */
  receipt: z.string().optional(),
  receipt_hash: z.string().optional(),
  at: z.string(),
});
export type RestoreJournal = z.infer<typeof restoreJournal>;
