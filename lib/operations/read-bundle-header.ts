import { type BundleHeader, MAX_HEADER_BYTES, parseBundleHeader } from "@/lib/domain/bundle-header";
import { AppError } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readSomeVersion } from "./read-some-version";

/** The refs of a bundle in a bucket; no more of it is read than its header. @throws AppError bundle-corrupt, object-missing */
export async function readBundleHeader(
  store: ObjectStore,
  { key, versionId }: { key: string; versionId?: string },
): Promise<BundleHeader> {
  const { value } = await readSomeVersion(store, { key, versionId }, (version) =>
    headerIn(inParts(store, key, version), key),
  );
  return value.header;
}

/** Holds the header of most bundles. What is asked for by its length leaves the connection for the next one. */
const FIRST_PART_BYTES = 16 * 1024;

async function* inParts(store: ObjectStore, key: string, versionId: string | undefined): AsyncIterable<Uint8Array> {
  let from = 0;
  for (let bytes = FIRST_PART_BYTES; ; bytes *= 4) {
    const { body, sizeBytes } = await store.read(key, { versionId, from, bytes });
    yield* body;
    from += bytes;
    if (from >= sizeBytes) return;
  }
}

/**
 * The header at the beginning of a bundle's bytes, and its length; the rest is left.
 * @throws AppError bundle-corrupt
 */
export async function headerIn(
  body: AsyncIterable<Uint8Array>,
  key: string,
): Promise<{ header: BundleHeader; length: number }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let searched = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    // To look again at all there is with each chunk would take the square of a large header's time.
    if (bytes < searched * 2 && bytes <= MAX_HEADER_BYTES) continue;
    searched = bytes;
    const parsed = parseBundleHeader(Buffer.concat(chunks).toString("latin1"), key);
    if (parsed) return parsed;
    if (bytes > MAX_HEADER_BYTES) break;
  }
  const parsed = parseBundleHeader(Buffer.concat(chunks).toString("latin1"), key);
  if (parsed) return parsed;
  throw new AppError("bundle-corrupt", { key, detail: "its header does not end" });
}
