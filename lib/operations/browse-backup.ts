// Looking into a repository of a snapshot. Every question begins with the manifest, which says of which bundles the repository is.
import type { Browsed, CommitPage, Preparation, RefKind, RefPage, Seen } from "@/lib/domain/browse";
import { findEntry, planRepository } from "@/lib/domain/plan-repository";
import type { FileBytes, GitRepositories, WantedRepository } from "@/lib/ports/git-repositories";
import { askEither, type Sides } from "./both-sides";
import type { ManifestCache } from "./manifest-cache";

export interface BrowseBackup {
  sides: Sides;
  cache: ManifestCache;
  repositories: GitRepositories;
}

/** How far the repository is from being looked into; makes it begin. @throws AppError as GitRepositories, snapshot-missing, entry-missing, nothing-to-restore */
export async function openRepository(deps: BrowseBackup, input: Browsed): Promise<Preparation> {
  return deps.repositories.prepare(await wanted(deps, input));
}

export async function browseRefs(
  deps: BrowseBackup,
  input: Browsed & { kind: RefKind; find: string; offset: number },
): Promise<RefPage> {
  return deps.repositories.refs(await wanted(deps, input), input);
}

export async function browseCommits(
  deps: BrowseBackup,
  input: Browsed & { ref: string; path: string; offset: number },
): Promise<CommitPage> {
  return deps.repositories.commits(await wanted(deps, input), input);
}

export async function browsePath(
  deps: BrowseBackup,
  input: Browsed & { ref: string; path: string; find: string },
): Promise<Seen> {
  return deps.repositories.look(await wanted(deps, input), input);
}

export async function browseFile(
  deps: BrowseBackup,
  input: Browsed & { ref: string; path: string },
): Promise<FileBytes> {
  return deps.repositories.file(await wanted(deps, input), input);
}

/** The repository as the snapshot's manifest has it. @throws AppError snapshot-missing, entry-missing, nothing-to-restore */
export async function wanted(
  { sides, cache }: Pick<BrowseBackup, "sides" | "cache">,
  { snapshot, repository, side }: Browsed,
): Promise<WantedRepository> {
  const { value: read } = await askEither(sides, side, (backups) => cache.read(backups, snapshot));
  return { item: planRepository(findEntry(read.manifest, snapshot, repository), snapshot), snapshot, source: side };
}
