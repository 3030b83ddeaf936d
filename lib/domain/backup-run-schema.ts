// How what a person asks of a backup, and what became of it, is written in the run's record.
import { z } from "zod";
import { MOST_FIRST } from "./backup-run";
import { repositoryName } from "./ids-schema";
import { OUTCOMES } from "./outcome";

export const backupRequest = z.object({
  /** These come before all others, in this order. */
  first: z.array(repositoryName).min(1).max(MOST_FIRST),
});
export type BackupRequest = z.infer<typeof backupRequest>;

const firstItem = z.looseObject({
  repo: repositoryName,
  /** Absent where GitHub does not list it. */
  outcome: z.enum(OUTCOMES).optional(),
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});
export type FirstItem = z.infer<typeof firstItem>;

/** In runs/<id>/run.json. */
export const backupRecord = z.looseObject({
  request: backupRequest,
  /** Those whose turn has been. */
  items: z.array(firstItem).optional(),
});
export type BackupRecord = z.infer<typeof backupRecord>;
