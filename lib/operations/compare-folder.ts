// What the comparisons of the two buckets have in common.
import type { Listed } from "@/lib/domain/replication";
import type { Backups } from "./read-manifest";

export interface ComparedFolder {
  /** Of a snapshot its id; of a hold its folder. */
  id: string;
  missing: Listed[];
  different: Listed[];
  /** Nothing will be added to it any more. */
  closed: boolean;
}

const DAY_MS = 86_400_000;
/** Without what is written last, it is one at work; after so long it is one that was cut off, and nothing comes any more. */
const CUT_OFF_DAYS = 2;
/** What was found whole is looked at again for so long. Older ones are near the end of their retention. */
const RECHECK_DAYS = 30;

export const isCutOff = (since: Date, now: Date): boolean => now.getTime() - since.getTime() > CUT_OFF_DAYS * DAY_MS;
export const isRecent = (since: Date, now: Date): boolean => now.getTime() - since.getTime() < RECHECK_DAYS * DAY_MS;

export async function listed({ store }: Backups, prefix: string): Promise<Listed[]> {
  const objects: Listed[] = [];
  for await (const { key, sizeBytes, lastModified } of store.list(prefix))
    objects.push({ key, sizeBytes, lastModified });
  return objects;
}
