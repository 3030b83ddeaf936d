import { hasCode } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";

export interface SomeVersion<T> {
  value: T;
  /** The object had been deleted; this is the version of it that was read from under the delete marker. */
  buried?: string;
}

/**
 * Reads the version that was written; else what stands under the key (in a copy of a bucket versions have other ids); else
 * the newest version under a delete marker. Whether it is the right one, its hash has to tell.
 * @throws AppError object-missing, and whatever `read` does
 */
export async function readSomeVersion<T>(
  store: ObjectStore,
  { key, versionId }: { key: string; versionId?: string },
  read: (versionId: string | undefined) => Promise<T>,
): Promise<SomeVersion<T>> {
  let missing: unknown;
  for (const each of versionId === undefined ? [undefined] : [versionId, undefined]) {
    try {
      return { value: await read(each) };
    } catch (error) {
      if (!hasCode(error, "object-missing")) throw error;
      missing ??= error;
    }
  }
  // For a role that may not list versions there is just no such object.
  const buried = await store.newestVersion(key).catch(() => undefined);
  if (buried === undefined || buried === versionId) throw missing;
  return { value: await read(buried), buried };
}
