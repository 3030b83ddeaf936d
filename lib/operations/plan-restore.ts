import { restoreByHand, workerRestoreCommand } from "@/lib/domain/command-equivalents";
import { AppError } from "@/lib/domain/errors";
import { type RepositoryName, splitRepositoryName } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { findEntry, planRestore, type RestoreRequest } from "@/lib/domain/restore-plan";
import type { RestoreProposal, TargetSuggestion } from "@/lib/domain/restore-proposal";
import { suggestTarget } from "@/lib/domain/restore-target-name";
import { askEither, type Sides } from "./both-sides";
import { planDigest } from "./digest";
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
  const backups = deps.sides[request.source];
  if (!backups) throw new AppError("input-invalid", { problem: "source: there is no replica bucket in the settings" });
  const [{ manifest }, existing] = await Promise.all([
    deps.cache.read(backups, request.snapshot),
    existingRepositories(deps),
  ]);
  const { bucket, region } = backups.store;
  const plan = planRestore(request, { manifest, bucket, existing });
  const entry = findEntry(manifest, request.snapshot, request.repository);
  return {
    plan,
    digest: planDigest(plan),
    commands: { worker: workerRestoreCommand(request), byHand: restoreByHand({ bucket, region }, entry) },
  };
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
