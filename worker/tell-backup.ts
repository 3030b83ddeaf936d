// What a backup says of itself in the log.
import { AppError, type Problem } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { isPartial } from "@/lib/domain/partial-snapshot";
import type { Fleet, ListedInstallation } from "./fleet";
import type { Log } from "./log";

/** So many names stand in one line; a list that is longer is in the run's record. */
const NAMES_IN_A_LINE = 20;

export function tellFleet({ installations, repositories }: Fleet, log: Log): void {
  const accounts = installations.map((each) => each.account).join(", ");
  const what = plural(repositories.length, "repository", "repositories");
  log.info("fleet", `${what} in ${accounts}`, { count: repositories.length });
  for (const { id, account, problem } of installations) {
    if (problem)
      log.warn("installation", told(account, problem), { installation: id, code: problem.code, hint: problem.hint });
  }
}

export function tellEntry(entry: ManifestEntry, log: Log): void {
  const { repo, outcome, reason } = entry;
  const facts = { repo, outcome, bytes: entry.size_bytes, duration_ms: entry.duration_ms };
  if (!reason) {
    log.info("repository", `${repo}: ${outcome}`, facts);
    return;
  }
  const tell = outcome === "failed" ? log.error : log.warn;
  tell("repository", `${repo}: ${outcome}: ${reason.message}`, { ...facts, code: reason.code, hint: reason.hint });
}

/** What became of the run besides its counts: said in the log here, and kept in the run's record by the caller. */
export function warningsOf(
  installations: ListedInstallation[],
  vanished: ManifestEntry[],
  manifest: Manifest,
): string[] {
  const unlisted = installations.flatMap(({ account, problem }) =>
    problem ? [`${told(account, problem)}. ${problem.hint}`] : [],
  );
  const missed = vanishedProblem(vanished, manifest);
  return [...unlisted, ...(missed ? [`${missed.message}. ${missed.hint}`] : [])];
}

export function tellVanished(vanished: ManifestEntry[], manifest: Manifest, log: Log): void {
  const problem = vanishedProblem(vanished, manifest);
  if (problem)
    log.warn("vanished", problem.message, { count: vanished.length, code: problem.code, hint: problem.hint });
}

export function tellResult(manifest: Manifest, log: Log): void {
  const { snapshot, totals, total_repos } = manifest;
  const { captured, unchanged, empty, unavailable, failed, vanished } = totals;
  const message = `snapshot ${snapshot}: ${total_repos} repositories, ${captured} captured, ${unchanged} unchanged, ${empty} empty, ${unavailable} unavailable, ${failed} failed, ${vanished} vanished`;
  if (isPartial(manifest)) log.error("finished", message, { snapshot });
  else log.info("finished", message, { snapshot });
}

function told(account: string, { code, message }: Problem): string {
  return code === "installation-suspended" ? message : `the repositories of ${account} could not be listed: ${message}`;
}

function vanishedProblem(vanished: ManifestEntry[], { previous }: Manifest): AppError | undefined {
  if (vanished.length === 0) return undefined;
  const names = vanished.slice(0, NAMES_IN_A_LINE).map((each) => each.repo);
  const more = vanished.length - names.length;
  return new AppError("repositories-vanished", {
    snapshot: previous?.snapshot,
    what: plural(vanished.length, "repository", "repositories"),
    names: `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  });
}
