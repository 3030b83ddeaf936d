import { restoreByHand, workerRestoreCommand } from "@/lib/domain/command-equivalents";
import { type RepositoryName, splitRepositoryName } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { findEntry, type RestoreRequest } from "@/lib/domain/restore-plan";
import type { RestoreProposal, TargetSuggestion } from "@/lib/domain/restore-proposal";
import { suggestTarget } from "@/lib/domain/restore-target-name";
import { askEither, type Sides } from "./both-sides";
import { makeRestorePlan } from "./make-restore-plan";
import type { ManifestCache } from "./manifest-cache";

export interface PlanRestore {
  sides: Sides;
  cache: ManifestCache;
}

/**
 * What a restore would do, read from exactly the bucket that was asked for: a plan never changes its source silently.
 * @throws AppError entry-missing, nothing-to-restore, target-exists, target-name-invalid, snapshot-missing, storage-*
 */
export async function proposeRestore(deps: PlanRestore, request: RestoreRequest): Promise<RestoreProposal> {
  const { primary, replica } = deps.sides;
  const stores = { primary: primary.store, replica: replica?.store };
  const existing = await existingRepositories(deps);
  const { plan, digest } = await makeRestorePlan(stores, primary.root, request, existing);
  const backups = request.source === "replica" && replica ? replica : primary;
  const entry = findEntry(
    (await deps.cache.read(backups, request.snapshot)).manifest,
    request.snapshot,
    request.repository,
  );
  const commands = { worker: workerRestoreCommand(request), byHand: restoreByHand(backups.store, entry) };
  return { plan, digest, commands };
}

/** A free name for the restored repository, and the organisations Holdfast knows of. */
export async function proposeTarget(deps: PlanRestore, repository: RepositoryName): Promise<TargetSuggestion> {
  const newest = await newestOf(deps);
  const organisations = new Set([splitRepositoryName(repository).organisation]);
  for (const { account } of newest?.source?.installations ?? []) organisations.add(account);
  return { target: suggestTarget(repository, namesIn(newest)), organisations: [...organisations] };
}

/**
 * Lower-case names of the repositories of the newest backup. What vanished since is free again. It may be hours old:
 * the worker asks GitHub itself before it creates anything.
 */
async function existingRepositories(deps: PlanRestore): Promise<ReadonlySet<string>> {
  return namesIn(await newestOf(deps));
}

async function newestOf({ sides, cache }: PlanRestore): Promise<Manifest | undefined> {
  const { value } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  return value?.manifest;
}

function namesIn(manifest: Manifest | undefined): ReadonlySet<string> {
  const present = manifest?.repos.filter((entry) => entry.outcome !== "vanished") ?? [];
  return new Set(present.map((entry) => entry.repo.toLowerCase()));
}
