// How what is asked of a hold run, and what it tells of itself in its record, is written.
import { z } from "zod";
import { HOLD_STATES, MOST_HOLD_NAMES, MOST_HOLD_WHY } from "./hold-run";
import { repositoryName, snapshotId } from "./ids-schema";

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

export const holdRequest = z.object({
  snapshot: snapshotId,
  /** All that the snapshot has when missing. */
  repositories: z.array(repositoryName).min(1).max(MOST_HOLD_NAMES).optional(),
  /** Stands in hold.json, for whoever finds it in a year. */
  why: z.string().trim().min(1, "say why, for whoever finds the hold in a year").max(MOST_HOLD_WHY),
});
export type HoldRequest = z.infer<typeof holdRequest>;

const holdItem = z.looseObject({
  repo: repositoryName,
  state: z.enum(HOLD_STATES),
  /** Of its chain. */
  bytes: z.number().optional(),
  /** Everything of the hold stands below it. */
  prefix: z.string().optional(),
  /** Since when it is held. */
  placed_at: z.string().optional(),
  /** Of the oldest copy: lifecycle rules count from here. */
  copied_at: z.string().optional(),
  /** Why it is not held. */
  problem: problem.optional(),
  /** Where it is not in this snapshot: the newest one that has it. */
  last_good_snapshot: snapshotId.optional(),
});
export type HoldItem = z.infer<typeof holdItem>;

const counts = z.object({
  held: z.number(),
  renewed: z.number(),
  already: z.number(),
  nothing: z.number(),
  failed: z.number(),
});
export type HoldCounts = z.infer<typeof counts>;

/** In runs/<id>/run.json. */
export const holdRecord = z.looseObject({
  request: holdRequest,
  counts: counts.optional(),
  /** What is not held first; at most 1000, `counts` tells all. */
  items: z.array(holdItem).optional(),
});
export type HoldRecord = z.infer<typeof holdRecord>;
