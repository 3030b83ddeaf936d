// What stands beside the dated folders and has to be in the replica as well: held chains, and the bucket's guide.
import { GUIDE_FILES, guideKey, holdFileKey, holdFolderOf, holdsPrefix } from "@/lib/domain/bucket-keys";
import { differences, type Listed } from "@/lib/domain/replication";
import type { ReplicationState } from "@/lib/domain/watch";
import { type ComparedFolder, isCutOff, isRecent, listed } from "./compare-folder";
import type { Backups } from "./read-manifest";

/**
 * Every hold is listed each time, a thousand objects a request: there are few. One that was found whole is compared for
 * as long as a snapshot is; after that its retention may come on one side first. What was never whole is compared on.
 * @returns what was compared, and the folders of all holds that the primary has
 */
export async function compareBeside(
  primary: Backups,
  replica: Backups,
  before: ReplicationState,
  now: Date,
): Promise<{ compared: ComparedFolder[]; holds: string[] }> {
  const [here, there] = [await holdsOf(primary), await holdsOf(replica)];
  const holds = [...here].flatMap(([id, objects]) => {
    const placedAt = objects.map(({ lastModified }) => lastModified).sort()[0] ?? "";
    if (before.complete[id] !== undefined && !isRecent(new Date(placedAt), now)) return [];
    const finished = objects.some(({ key }) => key === holdFileKey(`${primary.root}/${id}/`));
    const closed = finished || isCutOff(new Date(placedAt), now);
    return { id, ...differences(objects, there.get(id) ?? []), closed };
  });
  const guide = differences(await guideOf(primary), await guideOf(replica));
  return { holds: [...here.keys()], compared: [...holds, { id: "guide", ...guide, closed: false }] };
}

/** By their folders. */
async function holdsOf(backups: Backups): Promise<Map<string, Listed[]>> {
  const holds = new Map<string, Listed[]>();
  for (const object of await listed(backups, holdsPrefix(backups.root))) {
    const id = holdFolderOf(backups.root, object.key);
    if (id) holds.set(id, [...(holds.get(id) ?? []), object]);
  }
  return holds;
}

async function guideOf(backups: Backups): Promise<Listed[]> {
  const keys = GUIDE_FILES.map((file) => guideKey(backups.root, file));
  const found = await Promise.all(keys.map((key) => listed(backups, key)));
  return found.flat().filter(({ key }) => keys.includes(key));
}
