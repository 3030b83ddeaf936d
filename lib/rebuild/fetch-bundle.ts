import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/domain/errors";
import type { PlanLink } from "@/lib/domain/restore-plan";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { BundleSource } from "./bundle-source";

export interface FetchedBundle {
  link: PlanLink;
  file: string;
  versionId?: string;
  sha256: string;
  sizeBytes: number;
  /** The bucket it was read from, where that is not the one that was asked for. */
  bucket?: string;
}

export interface FetchOptions {
  signal: AbortSignal;
  /** Told of bytes as they come; of a negative number when a copy is given up and its bytes do not count. */
  onBytes: (count: number) => void;
  /** Before a body that broke off is taken up again. */
  firstPauseMs?: number;
}

/** A bundle, and what is to be said of how it was found. */
export interface Found {
  bundle: FetchedBundle;
  /** Why it does not come from the bucket that was asked for. */
  instead?: AppError;
  /** It had been deleted, and this older version of it was read. */
  buried?: string;
}

/**
 * Copies one bundle to `file`, checked against the size and SHA-256 that the manifest wrote down. A copy that is out of
 * reach, missing or not what was written is passed over for the other bucket's.
 * @throws AppError of the one copy there is, or bundle-unreadable when two fail for two reasons
 */
export async function fetchBundle(
  source: BundleSource,
  link: PlanLink,
  file: string,
  options: FetchOptions,
): Promise<Found> {
  const errors: AppError[] = [];
  for (const { store, instead = errors[0] } of source.copies()) {
    try {
      const { buried, ...copied } = await copyFrom(source, store, link, file, options);
      source.answered(store);
      const bundle = { link, file, ...copied };
      if (source.isAsked(store)) return { bundle, buried };
      return { bundle: { ...bundle, bucket: store.bucket }, instead, buried };
    } catch (error) {
      // What is no AppError is this machine's trouble: a full disk, not a bad copy.
      if (options.signal.aborted || !(error instanceof AppError)) throw error;
      source.failed(store, error);
      errors.push(error);
    }
  }
  throw bothFailed(link.key, errors);
}

interface Copied {
  versionId?: string;
  sha256: string;
  sizeBytes: number;
  buried?: string;
}

async function copyFrom(
  source: BundleSource,
  store: ObjectStore,
  link: PlanLink,
  file: string,
  options: FetchOptions,
): Promise<Copied> {
  const { signal, firstPauseMs } = options;
  const { value: object, buried } = await source.open(store, link, { signal, firstPauseMs });
  const hash = createHash("sha256");
  let sizeBytes = 0;
  async function* observed() {
    for await (const chunk of object.body) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      options.onBytes(chunk.length);
      yield chunk;
    }
  }
  try {
    await pipeline(observed(), createWriteStream(file), { signal });
    const sha256 = hash.digest("hex");
    check(link, sizeBytes, sha256);
    return { versionId: object.versionId, sha256, sizeBytes, buried };
  } catch (error) {
    options.onBytes(-sizeBytes);
    throw error;
  }
}

function check({ key, sizeBytes: wanted, sha256: expected }: PlanLink, sizeBytes: number, sha256: string): void {
  // Size first: "ends after 5 of 9 bytes" tells more than two hashes.
  if (sizeBytes < wanted) throw new AppError("bundle-truncated", { key, found: sizeBytes, expected: wanted });
  if (expected !== undefined && sha256 !== expected)
    throw new AppError("bundle-hash-mismatch", { key, found: sha256, expected });
}

function bothFailed(key: string, [first, second]: AppError[]): AppError {
  if (!first) return new AppError("not-found", { what: "a bucket with the backups (none is configured)" });
  if (!second || second.message === first.message) return first;
  return new AppError("bundle-unreadable", { key, first: first.message, second: second.message }, { cause: first });
}
