import { setTimeout as sleep } from "node:timers/promises";
import { ATTEMPTS, pauseAfter } from "@/lib/domain/backoff";
import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import type { Log } from "../log";
import type { Journal } from "./journal";
import { isMarked, unfinished } from "./marker";

interface ClaimOptions {
  target: RestoreTarget;
  journal: Journal;
  name: RepositoryName;
  origin: RunId;
  log: Log;
  signal: AbortSignal;
  retryPauseMs: number;
}

export interface Claimed {
  repository: FoundRepository;
  /** Made just now, so there is nothing in it. */
  fresh: boolean;
}

/**
 * The repository that is restored into: the one that this run or the run before it made, else a new one. Nothing that
 * exists already is ever taken for ours without a proof: its id in the journal, or our mark on it.
 * @throws AppError target-exists, restore-not-ours, restore-taken-over, github-*
 */
export async function claimTarget(options: ClaimOptions): Promise<Claimed> {
  const { journal, log, name } = options;
  const ours = await findOurs(options);
  if (ours) {
    log.info("resumed", `${name}: going on with the repository that was made before`, { id: ours.id });
    await journal.advance("created", { repository_id: ours.id, url: ours.url });
    // Archived last of all, so it was nearly done; but what is archived takes no push.
    const repository = ours.archived ? await options.target.change(ours.name, { archived: false }) : ours;
    return { repository, fresh: false };
  }
  await journal.advance("creating", { repository_id: undefined, url: undefined });
  const claimed = await create(options);
  const { id, url } = claimed.repository;
  await journal.advance("created", { repository_id: id, url });
  return claimed;
}

async function findOurs({ target, journal, name, origin }: ClaimOptions): Promise<FoundRepository | undefined> {
  if (journal.repositoryId !== undefined) {
    const found = await target.findById(journal.repositoryId, name);
    // It was deleted meanwhile: a new one is made.
    if (!found || sameName(found.name, name)) return found;
    throw new AppError("restore-not-ours", {
      target: name,
      run: origin,
      why: `what that run made is now ${found.name}`,
    });
  }
  return journal.reached === "creating" ? findMarked({ target, name, origin }) : undefined;
}

/** A repository of that name that says it is ours. */
async function findMarked({ target, name, origin }: Pick<ClaimOptions, "target" | "name" | "origin">) {
  const found = await target.find(name);
  return found && sameName(found.name, name) && found.visibility === "private" && isMarked(found.description, origin)
    ? found
    : undefined;
}

/** GitHub may have made it although its answer was lost: before it is asked again, it is looked for. */
async function create(options: ClaimOptions): Promise<Claimed> {
  const { target, name, origin, log, signal, retryPauseMs } = options;
  for (let number = 1; ; number++) {
    try {
      return { repository: await target.create(name, unfinished(origin)), fresh: true };
    } catch (error) {
      if (!hasCode(error, "target-exists", "github-unreachable")) throw error;
      const made = await findMarked(options);
      if (made) return { repository: made, fresh: true };
      if (hasCode(error, "target-exists") || number >= ATTEMPTS) throw error;
      const pauseMs = pauseAfter(number, Math.random(), retryPauseMs);
      log.warn(
        "create-retry",
        `${name}: ${asAppError(error).message}; trying again in ${(pauseMs / 1000).toFixed(1)} s`,
      );
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
