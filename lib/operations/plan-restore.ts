import { type TwoPeopleRule, twoPeopleFor } from "@/lib/domain/approval/two-people";
import { restoreByHand } from "@/lib/domain/command-equivalents";
import { confirmationFor } from "@/lib/domain/confirmation";
import { AppError } from "@/lib/domain/errors";
import { type RepositoryName, splitRepositoryName } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { findEntry } from "@/lib/domain/plan-repository";
import { workerRestoreCommand } from "@/lib/domain/restore-command";
import type { RestoreProposal, TargetSuggestion } from "@/lib/domain/restore-proposal";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import { suggestTarget } from "@/lib/domain/target-name";
import { askEither, type Sides } from "./both-sides";
import { backupsOn, makeRestorePlan, type ReadManifest } from "./make-restore-plan";
import type { ManifestCache } from "./manifest-cache";

export interface PlanRestore {
  sides: Sides;
  cache: ManifestCache;
  twoPeople: TwoPeopleRule;
}

/**
 * What a restore would do. It names the bucket that was asked for, and says where the other one had to be read.
 * @throws AppError as planRestore, and snapshot-missing, storage-*
 */
export async function proposeRestore(deps: PlanRestore, request: RestoreRequest): Promise<RestoreProposal> {
  const read: ReadManifest = async (backups, snapshot) => (await deps.cache.read(backups, snapshot)).manifest;
  const { plan, digest, notices } = await makeRestorePlan(deps.sides, request, await existingFor(deps, request), read);
  const commands = { worker: workerRestoreCommand(request), byHand: await byHand(deps, request) };
  const act = twoPeopleFor(deps.twoPeople, plan);
  const twoPeople = act && { act, hours: deps.twoPeople.hours };
  return { plan, digest, confirmation: confirmationFor(plan), notices, commands, twoPeople };
}

/**
 * The same, where somebody has looked at it already: `digest` is that of the plan they saw.
 * @throws AppError plan-changed, and as proposeRestore
 */
export async function proposeAsApproved(
  deps: PlanRestore,
  request: RestoreRequest,
  digest: string,
): Promise<RestoreProposal> {
  const proposal = await proposeRestore(deps, request);
  if (proposal.digest === digest) return proposal;
  const difference = `its digest was ${short(digest)} and is now ${short(proposal.digest)}`;
  throw new AppError("plan-changed", { difference });
}

const short = (digest: string) => digest.replace("sha256:", "").slice(0, 12);

/** A free name for the restored repository, and the organisations Holdfast knows of. */
export async function proposeTarget(deps: PlanRestore, repository: RepositoryName): Promise<TargetSuggestion> {
  const newest = await newestOf(deps);
  const organisations = new Set([splitRepositoryName(repository).organisation]);
  for (const { account } of newest?.source?.installations ?? []) organisations.add(account);
  return { target: suggestTarget(repository, namesIn(newest)), organisations: [...organisations] };
}

/** With `aws` and git alone; for one repository, whatever is to become of it. */
async function byHand({ sides, cache }: PlanRestore, request: RestoreRequest): Promise<string[]> {
  if (request.kind === "rearm" || request.kind === "batch") return [];
  const { snapshot, source, repository } = request;
  const { value, side } = await askEither(sides, source, (backups) => cache.read(backups, snapshot));
  return restoreByHand(backupsOn(sides, side).store, findEntry(value.manifest, snapshot, repository));
}

/**
 * Lower-case names of the repositories of the newest backup. What vanished since is free again. It may be hours old:
 * the worker asks GitHub itself before it creates anything.
 */
async function existingFor(deps: PlanRestore, { kind }: RestoreRequest): Promise<ReadonlySet<string>> {
  return kind === "repository" || kind === "batch" ? namesIn(await newestOf(deps)) : new Set();
}

async function newestOf({ sides, cache }: PlanRestore): Promise<Manifest | undefined> {
  const { value } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  return value?.manifest;
}

function namesIn(manifest: Manifest | undefined): ReadonlySet<string> {
  const present = manifest?.repos.filter((entry) => entry.outcome !== "vanished") ?? [];
  return new Set(present.map((entry) => entry.repo.toLowerCase()));
}
