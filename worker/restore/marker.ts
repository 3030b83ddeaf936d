// The description of a repository while it is restored: it tells people to leave it alone, and the next run that it is ours.
import type { AppError } from "@/lib/domain/errors";
import { GITHUB_LIMITS } from "@/lib/domain/github-limits";
import type { RunId } from "@/lib/domain/ids";

const begin = (run: RunId) => `Holdfast restore ${run}:`;

/** True whatever becomes of the run: one that is killed cannot change it any more. */
export const unfinished = (run: RunId): string => `${begin(run)} not finished, do not push here`;

export const stopped = (run: RunId): string =>
  `${begin(run)} stopped before its end; Retry in Holdfast continues it, or delete it there`;

/** GitHub refuses control characters and takes so many others. */
export function failed(run: RunId, { message }: Pick<AppError, "message">): string {
  const reason = message.replace(/\p{Cc}+/gu, " ").trim();
  const [before, after] = [`${begin(run)} failed (`, "); retry or delete it in Holdfast"];
  const room = GITHUB_LIMITS.descriptionCharacters - before.length - after.length;
  return before + (reason.length > room ? `${reason.slice(0, room - 3)}...` : reason) + after;
}

/** Whether the description says that this run has made the repository. */
export function isMarked(description: string | undefined, run: RunId): boolean {
  return description?.startsWith(begin(run)) ?? false;
}
