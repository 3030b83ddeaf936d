// Entries for repositories the previous snapshot had and this run did not capture because they were not listed.
import { AppError, type Problem, problemOf } from "@/lib/domain/errors";
import { type RepositoryName, splitRepositoryName } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import type { ListedInstallation } from "./fleet";
import { findPrevious, lastGoodOf } from "./snapshot-choice";

/**
 * Where the list of an installation is not whole, its repositories are there for all we know: `failed`, or `unavailable`
 * while it is suspended. Where it is whole, they are `vanished`, and stay so in every later snapshot: old backups are found
 * from the newest one.
 * @param listed entries of this run
 * @param onlyInstallation of a run for one installation: it can say nothing of the others
 */
export function absentEntries(
  previous: Manifest,
  listed: ManifestEntry[],
  installations: ListedInstallation[],
  onlyInstallation: number | undefined,
): ManifestEntry[] {
  const ids = new Set(listed.map((each) => each.id));
  const names = new Set(listed.map((each) => each.repo.toLowerCase()));
  const installationOf = installationFinder(previous, installations);
  return previous.repos
    .filter((each) => (each.id === undefined ? !names.has(each.repo.toLowerCase()) : !ids.has(each.id)))
    .flatMap((each): ManifestEntry[] => {
      const lastGood = lastGoodOf(each, previous.snapshot);
      if (each.outcome === "vanished") return lastGood ? [each] : [];
      const installation = installationOf(each.repo);
      if (installation?.problem) return [unlistedEntry(each, installation.account, installation.problem, lastGood)];
      if (!installation && onlyInstallation !== undefined) return [];
      return [vanishedEntry(each, lastGood)];
    });
}

/** Told with what is known of it: its id, its name, and where its last good backup is. */
export function vanishedEntry(
  { id, repo }: Pick<ManifestEntry, "id" | "repo">,
  lastGood: ManifestEntry["last_good_snapshot"],
): ManifestEntry {
  const reason = problemOf(new AppError("repository-vanished", { repository: repo }));
  return { id, repo, outcome: "vanished", chain: [], reason, last_good_snapshot: lastGood };
}

/**
 * Those of `repos` that vanished since the previous snapshot. What vanished earlier was told then: it does not raise the
 * alarm again each day.
 */
export function newlyVanished(repos: ManifestEntry[], previous: Manifest | undefined): ManifestEntry[] {
  if (!previous) return [];
  return repos.filter(({ id, repo, outcome }) => {
    const before = outcome === "vanished" ? findPrevious(previous, id, repo) : undefined;
    return before !== undefined && before.outcome !== "vanished";
  });
}

function unlistedEntry(
  { id, repo }: ManifestEntry,
  account: string,
  problem: Problem,
  lastGood: ManifestEntry["last_good_snapshot"],
): ManifestEntry {
  const suspended = problem.code === "installation-suspended";
  const told = new AppError("installation-not-listed", { account, detail: problem.message, advice: problem.hint });
  const reason = suspended ? problem : problemOf(told);
  const outcome = suspended ? "unavailable" : "failed";
  return { id, repo, outcome, chain: [], reason, last_good_snapshot: lastGood };
}

/** The installation a repository of the previous snapshot belonged to: by its owner, under that one's old name too. */
function installationFinder(previous: Manifest, installations: ListedInstallation[]) {
  const byId = new Map(installations.map((each) => [each.id, each]));
  const byAccount = new Map<string, ListedInstallation>();
  for (const { id, account } of previous.source?.installations ?? []) {
    const still = byId.get(id);
    if (still) byAccount.set(account.toLowerCase(), still);
  }
  for (const each of installations) byAccount.set(each.account.toLowerCase(), each);
  return (repository: RepositoryName) => byAccount.get(splitRepositoryName(repository).organisation.toLowerCase());
}
