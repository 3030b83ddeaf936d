// How long a restore takes and what it asks of GitHub's REST API: a guess, made from sizes and limits alone, so that hours do
// not look like minutes. It is part of the plan, so it depends on nothing but the plan.
import { formatDuration, plural } from "./format";
import { CREATION_RATES, GITHUB_LIMITS, nextAllowed, type Rate, WRITE_RATES } from "./github-limits";
import type { RepositoryPlan, RestorePlan } from "./restore-plan";
import type { RestoreKind } from "./restore-request";

/** Bytes a second of each part of the work, as measured on a task of two CPUs; GitHub's share is a guess. */
const SPEED = { read: 80e6, rebuild: 30e6, push: 25e6 } as const;
/** Starting processes, requests, comparing: of each repository, whatever its size. */
const FIXED_SECONDS = 4;
/** Repositories restored at the same time, as the worker does by default. */
export const DEFAULT_RESTORE_CONCURRENCY = 4;

type Estimate = Pick<RestorePlan, "estimate" | "requests">;

export function estimateRestore(kind: RestoreKind, items: readonly RepositoryPlan[]): Estimate {
  const toGitHub = kind === "repository" || kind === "batch" || kind === "ref";
  const seconds = items.map((item) => secondsOf(item, toGitHub));
  const sum = seconds.reduce((total, each) => total + each, 0);
  const abreast = kind === "batch" ? Math.min(DEFAULT_RESTORE_CONCURRENCY, items.length) : 1;
  const work = Math.max(...seconds, sum / Math.max(1, abreast));
  const calls = items.map((item) => callsOf(kind, item));
  const requests = calls.reduce((total, { reads, writes }) => total + reads + writes, 0);
  const creations = kind === "repository" || kind === "batch" ? items.length : 0;
  const writes = calls.reduce((total, each) => total + each.writes, 0);
  const paced = Math.max(secondsFor(writes, WRITE_RATES), secondsFor(creations, CREATION_RATES));
  const limit =
    paced > work ? `, as fast as GitHub lets ${plural(creations, "repository", "repositories")} be created` : "";
  const together = abreast > 1 ? `, ${abreast} at a time` : "";
  const total = Math.ceil(Math.max(work, paced));
  const words = `about ${formatDuration(total * 1000)} for ${plural(items.length, "repository", "repositories")}${together}${limit}`;
  return { estimate: { seconds: total, basis: words }, requests };
}

function secondsOf({ totalBytes }: RepositoryPlan, toGitHub: boolean): number {
  const pushes = Math.ceil(totalBytes / GITHUB_LIMITS.pushBytes);
  // Pushes of one repository are spaced out once there are more than a few.
  const spacing = toGitHub && pushes > 6 ? (pushes - 6) * 10 : 0;
  const push = toGitHub ? totalBytes / SPEED.push : 0;
  return FIXED_SECONDS + totalBytes / SPEED.read + totalBytes / SPEED.rebuild + push + spacing;
}

/** Reads: the target's name, Actions read back. Writes: create, Actions off, settings, topics, archive. */
function callsOf(kind: RestoreKind, { topics, archived }: RepositoryPlan): { reads: number; writes: number } {
  if (kind === "ref") return { reads: 4, writes: 0 };
  if (kind !== "repository" && kind !== "batch") return { reads: 0, writes: 0 };
  return { reads: 2, writes: 3 + (topics ? 1 : 0) + (archived ? 1 : 0) };
}

/** How long a row of `count` events takes at these rates. */
function secondsFor(count: number, rates: readonly Rate[]): number {
  const times: number[] = [];
  for (let index = 0; index < count; index++) times.push(nextAllowed(times, rates, times.at(-1) ?? 0));
  return (times.at(-1) ?? 0) / 1000;
}
