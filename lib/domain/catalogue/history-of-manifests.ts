// The history of one repository by a few manifests, for as long as there is no catalogue to tell all of it.
import type { Manifest, ManifestEntry } from "../manifest";
import type { Side } from "../snapshot";
import type { HistoryPoint, KnownHistory } from "./catalogue-views";
import { type ChainBundle, entryState } from "./entry-state";

export interface HeldManifest {
  manifest: Manifest;
  /** The buckets that have the snapshot. */
  sides: Side[];
}

/**
 * Followed by its id, as the catalogue does; without one in these manifests by its name.
 * @param held newest first
 * @param root of the bucket, below which the bundles are
 * @returns undefined where none of them has it
 */
export function historyOfManifests(
  held: readonly HeldManifest[],
  root: string,
  { name, id }: { name: string; id?: number },
): KnownHistory | undefined {
  const first = id === undefined ? named(held, name) : undefined;
  const wanted = id ?? first?.id;
  const isIt = (each: ManifestEntry) => (wanted === undefined ? isCalled(each, name) : each.id === wanted);
  const found = held.flatMap(({ manifest, sides }) => {
    const entry = manifest.repos.find(isIt);
    return entry ? [{ manifest, sides, ...entryState(root, manifest.snapshot, entry) }] : [];
  });
  const [newest] = found;
  if (!newest) return undefined;
  const bundles = new Map<string, ChainBundle>();
  for (const bundle of found.flatMap(({ chain }) => chain)) bundles.set(bundle.key, bundle);
  const oldestFirst = [...bundles.values()].sort((a, b) =>
    a.snapshot === b.snapshot ? 0 : a.snapshot < b.snapshot ? -1 : 1,
  );
  const place = new Map(oldestFirst.map(({ key }, index) => [key, index]));
  return {
    id: wanted,
    name: newest.row.repository,
    states: found.map(({ row }) => row),
    points: found.map(
      ({ manifest, sides, chain }, state): HistoryPoint => ({
        snapshot: manifest.snapshot,
        finishedAt: manifest.timestamp,
        state,
        chain: chain.flatMap(({ key }) => place.get(key) ?? []),
        sides,
      }),
    ),
    bundles: oldestFirst,
    namesakes: [],
  };
}

/** The newest that is called so; where none is, one that was. */
function named(held: readonly HeldManifest[], name: string): ManifestEntry | undefined {
  const entries = (is: (entry: ManifestEntry) => boolean) =>
    held.reduce<ManifestEntry | undefined>((found, { manifest }) => found ?? manifest.repos.find(is), undefined);
  return entries((each) => isCalled(each, name)) ?? entries((each) => wasCalled(each, name));
}

const isCalled = ({ repo }: ManifestEntry, name: string) => repo.toLowerCase() === name.toLowerCase();

const wasCalled = ({ previous_names: before = [] }: ManifestEntry, name: string) =>
  before.some((each) => each.toLowerCase() === name.toLowerCase());
