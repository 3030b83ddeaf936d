import type { Bucket } from "./bucket";
import type { Version, VersionDraft } from "./version";

/** Commits a draft whose data files nobody else needs: they are removed when the bucket refuses it. */
export async function commitOrDrop(
  bucket: Bucket,
  key: string,
  draft: VersionDraft,
  guard: (current: Version | undefined) => void,
): Promise<Version> {
  try {
    return await bucket.commit(key, draft, guard);
  } catch (error) {
    if (draft.kind === "object") await bucket.files.removeData(draft.segments.map((segment) => segment.file));
    throw error;
  }
}
