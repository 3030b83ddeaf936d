// How the record of a drill is written.
import { z } from "zod";
import { DRILL_MODES, SIZE_CLASSES } from "./drill";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { side } from "./side-schema";

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

const drillItem = z.looseObject({
  repository: repositoryName,
  repository_id: z.number().optional(),
  size_class: z.enum(SIZE_CLASSES),
  bytes: z.number(),
  state: z.enum(["waiting", "restored", "failed"]),
  /** From the first byte asked for to the last ref compared: the recovery time that was reached. */
  seconds: z.number().optional(),
  /** Refs that were compared and equal. */
  refs: z.number().optional(),
  problem: problem.optional(),
  /** Of a drill on GitHub: what was made, and its receipt. */
  target: repositoryName.optional(),
  receipt: z.string().optional(),
  receipt_hash: z.string().optional(),
  /** What was made is gone again. False while it may be there: the next drill takes it away. */
  removed: z.boolean(),
});
export type DrillItem = z.infer<typeof drillItem>;

export const drillRecord = z.looseObject({
  version: z.literal(1),
  run: runId,
  mode: z.enum(DRILL_MODES),
  organisation: z.string().optional(),
  snapshot: snapshotId,
  side,
  started_at: z.string(),
  finished_at: z.string().optional(),
  state: z.enum(["running", "passed", "failed"]),
  items: z.array(drillItem),
});
export type DrillRecord = z.infer<typeof drillRecord>;
