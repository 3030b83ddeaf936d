// A repository of two bundles, as a backup has put it into a bucket.
import type { SnapshotId } from "../domain/ids";
import { type ManifestEntry, manifestEntry } from "../domain/manifest";
import type { MemoryObjectStore } from "./memory-object-store";

export async function storeTwoBundles(store: MemoryObjectStore, snapshot: SnapshotId): Promise<ManifestEntry> {
  const chain: ManifestEntry["chain"] = [];
  for (const [index, text] of ["the full one", "what came after"].entries()) {
    const s3_key = `github-backup/${snapshot}/acme/web-${index}`;
    const { versionId } = await store.put(s3_key, text);
    chain.push({ s3_key, version_id: versionId, kind: index === 0 ? "full" : "incremental", size_bytes: text.length });
  }
  return manifestEntry.parse({ id: 7, repo: "acme/web", outcome: "captured", chain });
}
