import { statfs } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import { formatBytes, plural } from "@/lib/domain/format";
import type { PlanLink, RepositoryPlan } from "@/lib/domain/restore-plan";
import { inParallel } from "@/lib/operations/in-parallel";
import type { BundleSource } from "./bundle-source";
import { type FetchedBundle, type FetchOptions, type Found, fetchBundle } from "./fetch-bundle";

export type { FetchedBundle };

export interface ChainOptions extends FetchOptions {
  /** Told, in sentences, what did not come from where it was asked for. */
  onNotice: (text: string) => void;
}

/** Links of one chain that are read at the same time; one large object fills the line by itself. */
const LINKS_AT_ONCE = 4;

/** The bundles, the packs they are unpacked to, and what git needs besides. */
const COPIES = 2;
const BESIDES_BYTES = 64 * 1024 * 1024;

/**
 * Copies the bundles of a chain to files, in order, each checked against what the manifest wrote down; from the other bucket
 * where the one that was asked for does not have it whole.
 * @throws AppError scratch-too-small, before anything is read; object-missing, bundle-truncated, bundle-hash-mismatch,
 * bundle-unreadable, storage-*
 */
export async function fetchChain(
  source: BundleSource,
  item: RepositoryPlan,
  directory: string,
  options: ChainOptions,
): Promise<FetchedBundle[]> {
  await checkRoom(item, directory);
  // The first that fails ends the others, for without it the chain is of no use; and all have ended before this does.
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const read = async ([index, link]: [number, PlanLink]): Promise<Found[]> => {
    try {
      signal.throwIfAborted();
      return [await fetchBundle(source, link, path.join(directory, `${index}.bundle`), { ...options, signal })];
    } catch (error) {
      failure.abort(error);
      return [];
    }
  };
  const found = (await inParallel([...item.chain.entries()], LINKS_AT_ONCE, read)).flat();
  signal.throwIfAborted();
  for (const notice of noticesOf(item, found)) options.onNotice(notice);
  return found.map(({ bundle }) => bundle);
}

async function checkRoom({ repository, totalBytes }: RepositoryPlan, directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const [free, needed] = [bavail * bsize, totalBytes * COPIES + BESIDES_BYTES];
  if (free < needed)
    throw new AppError("scratch-too-small", { repository, needed: formatBytes(needed), free: formatBytes(free) });
}

/** One sentence a reason, not one a bundle. */
function noticesOf({ repository }: RepositoryPlan, found: Found[]): string[] {
  const reasons = new Map<string, Found[]>();
  for (const each of found) {
    if (each.instead) reasons.set(each.instead.code, [...(reasons.get(each.instead.code) ?? []), each]);
  }
  const elsewhere = [...reasons.values()].map((same) => {
    const { bundle, instead } = same[0] as Found;
    const what = same.length === 1 ? "A bundle" : plural(same.length, "bundle");
    return `${what} of ${repository} came from ${bundle.bucket}: ${instead?.message}.`;
  });
  const buried = found.flatMap(({ bundle, buried: version }) =>
    version ? [`${bundle.link.key} had been deleted; its newest version, ${version}, was read.`] : [],
  );
  return [...elsewhere, ...buried];
}
