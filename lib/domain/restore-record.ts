// What a restore keeps of itself in its run's record.

export type { RestoredItem, RestoreRecord } from "./restore-record-schema";

/** refused: GitHub or the plan would not have it, nothing was created. skipped: a run before this one has done it. */
export const ITEM_STATES = ["waiting", "running", "done", "skipped", "refused", "failed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** So many are named in the record; `counts` tells all. Those with trouble come first. */
export const MOST_ITEMS = 1000;
