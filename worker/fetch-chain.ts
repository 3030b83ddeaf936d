import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/domain/errors";
import type { PlanLink } from "@/lib/domain/restore-plan";
import type { ObjectStore } from "@/lib/ports/object-store";

export interface FetchedBundle {
  link: PlanLink;
  file: string;
  versionId?: string;
  sha256: string;
  sizeBytes: number;
}

/**
 * Copies the bundles of a chain from the bucket to files, in order, each checked against the size and SHA-256 the
 * manifest wrote down. The very version that was written is read, so a later overwrite does not matter.
 * @throws AppError object-missing, bundle-truncated, bundle-hash-mismatch
 */
export async function fetchChain(
  store: ObjectStore,
  chain: PlanLink[],
  directory: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<FetchedBundle[]> {
  const fetched: FetchedBundle[] = [];
  for (const [index, link] of chain.entries()) {
    fetched.push(await fetchBundle(store, link, path.join(directory, `${index}.bundle`), signal, onBytes));
  }
  return fetched;
}

async function fetchBundle(
  store: ObjectStore,
  link: PlanLink,
  file: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<FetchedBundle> {
  const object = await store.read(link.key, { versionId: link.versionId, signal });
  const hash = createHash("sha256");
  let sizeBytes = 0;
  async function* observed() {
    for await (const chunk of object.body) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      onBytes(chunk.length);
      yield chunk;
    }
  }
  await pipeline(observed(), createWriteStream(file), { signal });
  const sha256 = hash.digest("hex");
  // Size first: "ends after 5 of 9 bytes" tells more than two hashes.
  if (sizeBytes < link.sizeBytes)
    throw new AppError("bundle-truncated", { key: link.key, found: sizeBytes, expected: link.sizeBytes });
  if (link.sha256 !== undefined && sha256 !== link.sha256) {
    throw new AppError("bundle-hash-mismatch", { key: link.key, found: sha256, expected: link.sha256 });
  }
  return { link, file, versionId: object.versionId, sha256, sizeBytes };
}
