import type { SnapshotId } from "./ids";
import type { ChainLink, Manifest, ManifestEntry } from "./manifest";

const NO_CHAIN: readonly ChainLink[] = [];

/** The newest chain of an entry. Of what could not be backed up: the chain of its last good snapshot, where that one is among the manifests. */
export function newestChains(manifests: readonly Manifest[]): (entry: ManifestEntry) => readonly ChainLink[] {
  const read = new Map(manifests.map((manifest) => [manifest.snapshot, manifest]));
  const entries = new Map<SnapshotId, Map<number | string, ManifestEntry>>();
  const keyOf = ({ id, repo }: ManifestEntry) => id ?? repo.toLowerCase();
  const entriesOf = (manifest: Manifest) => {
    const known = entries.get(manifest.snapshot) ?? new Map(manifest.repos.map((each) => [keyOf(each), each]));
    entries.set(manifest.snapshot, known);
    return known;
  };
  return (entry) => {
    if (entry.chain.length > 0) return entry.chain;
    const good = entry.last_good_snapshot && read.get(entry.last_good_snapshot);
    return (good && entriesOf(good).get(keyOf(entry))?.chain) ?? NO_CHAIN;
  };
}
