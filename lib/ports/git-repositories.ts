import type { CommitPage, MoveVerdict, Preparation, RefKind, RefMove, RefPage, Seen } from "@/lib/domain/browse";
import type { SnapshotId } from "@/lib/domain/ids";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { Side } from "@/lib/domain/snapshot";

/** A repository as its chain has it. The same chain in several snapshots is one repository. */
export interface WantedRepository {
  item: RepositoryPlan;
  /** For what is told. */
  snapshot: SnapshotId;
  /** The bucket its bundles are read from first. */
  source: Side;
}

export interface FileBytes {
  /** The last name of its path, as bytes. */
  name: string;
  sizeBytes: number;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Repositories inside backups, to be looked into. Each is made of its bundles first, which takes a while, and is kept for some
 * time; whatever is asked before that is refused with browse-preparing, and makes it begin.
 *
 * Refs and paths are given and answered in their escaped form. All of them throw: browse-preparing, browse-too-large,
 * browse-busy, git-missing, git-slow, browse-object, and what a rebuild fails with (bundle-*, object-missing, storage-*).
 */
export interface GitRepositories {
  /** What `git --version` prints; undefined where there is no git. */
  version(): Promise<string | undefined>;

  /** How far it is. Begins where nobody has. */
  prepare(wanted: WantedRepository): Preparation;

  /** By name, those whose name has `find` in it, from the `offset`th on. */
  refs(wanted: WantedRepository, query: { kind: RefKind; find: string; offset: number }): Promise<RefPage>;

  /** The history of a ref or commit, newest first; with a `path`, what changed something there. @throws AppError ref-missing, browse-not-a-commit */
  commits(wanted: WantedRepository, query: { ref: string; path: string; offset: number }): Promise<CommitPage>;

  /** What is at a path; the top where it is empty. @throws AppError ref-missing, browse-not-a-commit, browse-path-missing */
  look(wanted: WantedRepository, query: { ref: string; path: string; find: string }): Promise<Seen>;

  /** A file's bytes as they are. Whoever begins to read them reads to the end or leaves. @throws AppError browse-not-a-file, and as `look` */
  file(wanted: WantedRepository, query: { ref: string; path: string }): Promise<FileBytes>;

  /** Of each move, in their order. */
  judge(wanted: WantedRepository, moves: readonly RefMove[]): Promise<MoveVerdict[]>;
}
