// One entry of a manifest as the catalogue keeps it. Most entries say today what they said yesterday, so a state is kept once,
// and each snapshot points to the states that it has.
import { parseBackupKey } from "../bucket-keys";
import type { SnapshotId } from "../ids";
import type { ManifestEntry } from "../manifest";
import { type EntryRow, entryRow } from "../snapshot-detail";

export interface EntryState {
  row: EntryRow;
  refsDigest?: string;
  chain: ChainBundle[];
}

/** A bundle that a chain names. */
export interface ChainBundle {
  key: string;
  versionId?: string;
  kind: "full" | "incremental";
  sizeBytes: number;
  sha256?: string;
  createdAt?: string;
  /** The snapshot it was written for, by its key; where that tells nothing, the one in which it was found. */
  snapshot: SnapshotId;
}

/** How a repository is known over time: by GitHub's id, or in format 1, which has none, by its name. */
export type RepositoryKey = number | string;

export const repositoryKeyOf = ({ id, repo }: { id?: number; repo: string }): RepositoryKey => id ?? repo;

export function entryState(root: string, snapshot: SnapshotId, entry: ManifestEntry): EntryState {
  return {
    row: entryRow(entry),
    refsDigest: entry.refs?.digest,
    chain: entry.chain.map((link) => {
      const parsed = parseBackupKey(root, link.s3_key);
      return {
        key: link.s3_key,
        versionId: link.version_id,
        kind: link.kind,
        sizeBytes: link.size_bytes,
        sha256: link.sha256,
        createdAt: link.created_at,
        snapshot: parsed?.what === "bundle" ? parsed.snapshot : snapshot,
      };
    }),
  };
}
