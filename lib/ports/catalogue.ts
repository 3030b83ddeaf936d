import type { CatalogueStatus, Progress } from "@/lib/domain/catalogue/catalogue-status";
import type {
  ComparedPair,
  FoundRef,
  FoundRepository,
  KnownHistory,
  KnownRefSpans,
} from "@/lib/domain/catalogue/catalogue-views";
import type { ChainBundle, RepositoryKey } from "@/lib/domain/catalogue/entry-state";
import type { RefSpan } from "@/lib/domain/catalogue/ref-spans";
import type { Problem } from "@/lib/domain/errors";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { Side, SnapshotSummary } from "@/lib/domain/snapshot";

/**
 * The console's index over all snapshots. It holds nothing that is not in the buckets; losing it loses nothing. Every call but
 * `status` throws AppError catalogue-unavailable where it is not there.
 */
export interface Catalogue {
  status(): CatalogueStatus;

  /** Of a snapshot that has been read; undefined where it has not, or cannot be. */
  summary(snapshot: SnapshotId): SnapshotSummary | undefined;

  /** The same where this bucket is known to have a manifest that can be read. */
  summaryIn(side: Side, snapshot: SnapshotId): SnapshotSummary | undefined;

  /** Of all that have been read, newest first. */
  summaries(limit: number): SnapshotSummary[];

  /**
   * The repository that has this name, or last had it; with `id`, the one with that id. Undefined for what is in no snapshot
   * that has been read.
   */
  history(wanted: { name: RepositoryName; id?: number }): KnownHistory | undefined;

  /** Those that differ; undefined where one of the snapshots has not been read. */
  compare(from: SnapshotId, to: SnapshotId): { pairs: ComparedPair[]; same: number } | undefined;

  /** What is known of its refs; those that are not known yet are read next. */
  refs(wanted: { name: RepositoryName; id?: number }): KnownRefSpans | undefined;

  /** By a part of the name, in any case; present and former names. */
  findRepositories(text: string, limit: number): FoundRepository[];
  /** By a part of the name of a branch or a tag, in any case. Newest first. */
  findRefs(text: string, limit: number): FoundRef[];
  /** By the beginning of an object id that a ref pointed to at some time. Newest first. */
  findTips(prefix: string, limit: number): FoundRef[];

  /** Lets it look at the buckets now and not only at its next turn. */
  look(): void;
}

/** What fills the catalogue. Each call is done as a whole or not at all. */
export interface CatalogueWriter {
  /** Every folder that was seen, in both buckets. */
  copies(): KnownCopy[];

  /**
   * Keeps what a manifest says; of a snapshot that is known already nothing but the copy.
   * @param manifest as it was read; nobody changes these bytes any more
   * @throws AppError manifest-invalid, manifest-format-unknown; nothing is kept of it then
   */
  putSnapshot(id: SnapshotId, manifest: Uint8Array, copy: CopyOf): void;

  /** A folder whose manifest is not there, cannot be read, or is the one that is known from the other bucket. */
  putCopy(id: SnapshotId, copy: CopyOf, found: { same: true } | { same: false; problem?: Problem }): void;

  /** The folder is gone; with the last one goes the snapshot. */
  forget(id: SnapshotId, side: Side): void;

  /** Repositories with bundles whose refs are not known yet, the most recently changed first. */
  withoutRefs(limit: number): RepositoryNumber[];
  /** Undefined where it is not known by such a key. */
  repositoryOf(key: RepositoryKey): RepositoryNumber | undefined;
  /** Its bundles whose refs come next, oldest first, and the spans that are open before them. */
  refsToRead(repository: RepositoryNumber): { bundles: ChainBundle[]; open: RefSpan[] };
  /** @param problems bundles whose refs cannot be read; they are not asked for again */
  putRefs(
    repository: RepositoryNumber,
    change: { ended: RefSpan[]; begun: RefSpan[] },
    read: { until: SnapshotId; problems: { bundle: ChainBundle; problem: Problem }[] },
  ): void;
  refsProgress(): Progress;
  snapshotCount(): number;
}

/** How a catalogue numbers its repositories. */
export type RepositoryNumber = number;

export interface CopyOf {
  side: Side;
  /** The version, or where a bucket keeps none the etag, by which the same manifest is known again. */
  version?: string;
  at: Date;
}

export interface KnownCopy {
  id: SnapshotId;
  side: Side;
  /** Whether the snapshot's content is known. */
  read: boolean;
  version?: string;
  problem?: Problem;
  lookedAt: string;
}
