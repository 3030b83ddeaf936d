import { hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { type SnapshotSummary, summarise } from "@/lib/domain/snapshot";
import { KeepRecent } from "./keep-recent";
import { type Backups, listSnapshotIds, readManifestText } from "./read-manifest";

export interface ReadManifest {
  manifest: Manifest;
  text: string;
}

/** Characters of manifest text kept; parsed they take several times as much. */
const TEXT_LIMIT = 48 * 1024 * 1024;
const SUMMARY_LIMIT = 10_000;

/** What a snapshot's manifest in this bucket sums up to, where it is known without reading it. */
export type KnownSummary = (backups: Backups, snapshot: SnapshotId) => SnapshotSummary | undefined;

/** Manifests are written once and never change, so what was read stays right for ever; only memory bounds it. */
export class ManifestCache {
  private readonly manifests = new KeepRecent<ReadManifest>(TEXT_LIMIT, ({ text }) => text.length);
  private readonly summaries = new KeepRecent<SnapshotSummary>(SUMMARY_LIMIT);
  private readonly known: KnownSummary;

  /** `known` may tell of snapshots that somebody else has read. */
  constructor(known: KnownSummary = () => undefined) {
    this.known = known;
  }

  /** @throws AppError snapshot-missing, manifest-invalid, manifest-format-unknown, storage-* */
  read(backups: Backups, snapshot: SnapshotId): Promise<ReadManifest> {
    return this.manifests.get(keyOf(backups, snapshot), () => readManifestText(backups, snapshot));
  }

  /** Whether it is in memory, or on its way there. */
  has(backups: Backups, snapshot: SnapshotId): boolean {
    return this.manifests.has(keyOf(backups, snapshot));
  }

  /** What lists show; kept for far more snapshots than whole manifests are. */
  summary(backups: Backups, snapshot: SnapshotId): Promise<SnapshotSummary> {
    return this.summaries.get(
      keyOf(backups, snapshot),
      async () => this.known(backups, snapshot) ?? summarise((await readManifestText(backups, snapshot)).manifest),
    );
  }

  /** The newest snapshot with a readable manifest, or undefined on an empty bucket. */
  async newest(backups: Backups): Promise<ReadManifest | undefined> {
    for (const id of await listSnapshotIds(backups)) {
      try {
        return await this.read(backups, id);
      } catch (error) {
        if (!hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) throw error;
      }
    }
    return undefined;
  }
}

const keyOf = ({ store, root }: Backups, snapshot: SnapshotId) => `${store.region}/${store.bucket}/${root}/${snapshot}`;
