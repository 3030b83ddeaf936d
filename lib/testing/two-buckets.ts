import { NOBODY_ELSE, type TwoPeopleRule } from "@/lib/domain/approval/two-people";
import type { Sides } from "@/lib/operations/both-sides";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { backupsIn } from "@/lib/operations/read-manifest";
import { MemoryObjectStore } from "./memory-object-store";

/** A primary and a replica in memory, as operations get them. */
export function twoBuckets() {
  const primary = new MemoryObjectStore("backups");
  const replica = new MemoryObjectStore("backups-replica");
  const sides = { primary: backupsIn(primary), replica: backupsIn(replica) } satisfies Sides;
  return { primary, replica, sides, cache: new ManifestCache(), twoPeople: NOBODY_ELSE as TwoPeopleRule };
}
