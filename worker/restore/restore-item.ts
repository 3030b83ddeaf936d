import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import { GITHUB_LIMITS } from "@/lib/domain/github-limits";
import type { RepositoryName } from "@/lib/domain/ids";
import { oversizedError } from "@/lib/domain/preflight-content";
import { isRestorable } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import { withScratch } from "../scratch";
import { claimTarget } from "./claim-target";
import { type Compared, compareTarget } from "./compare-target";
import { describeLast } from "./describe-last";
import { finishRepository } from "./finish-repository";
import type { Journal } from "./journal";
import { listServerRefs } from "./list-server-refs";
import { keepReceipt, makeReceipt, type WrittenReceipt } from "./make-receipt";
import { failed, stopped } from "./marker";
import { openJournal } from "./open-journal";
import type { PushMeter } from "./push/push-meter";
import { PushPace } from "./push/push-pace";
import { pushRefs } from "./push/push-refs";
import { findOversized } from "./push/read-history";
import { type ReadItem, type ReadJob, readItem } from "./read-item";
import { settled } from "./settled";

export interface ItemJob extends ReadJob {
  target: RestoreTarget;
  /** Milliseconds of each step so far. */
  durations: () => Record<string, number>;
  meter?: PushMeter;
  /** Known once the repository exists. */
  onCreated?: (repository: FoundRepository) => void;
}

export interface ItemResult extends Partial<WrittenReceipt> {
  /** A run before this one had done it. */
  skipped: boolean;
  repository?: Pick<FoundRepository, "id" | "url">;
}

/**
 * Restores one repository into a new one: rebuilds and checks everything here, and only then creates it on GitHub (private,
 * Actions off), pushes, compares every ref over the wire, and sets what the backup knows of its settings. What fails after
 * the creation leaves a repository that says so, and a journal by which the next run goes on.
 * @throws AppError
 */
export async function restoreItem(job: ItemJob): Promise<ItemResult> {
  const { begun, item, step } = job;
  const name = item.target;
  if (!name) throw new AppError("input-invalid", { problem: `${item.repository} has no target` });
  const journal = await openJournal(begun, item, name);
  if (journal.state === "done") return { skipped: true, ...doneBefore(journal) };
  const startedAt = begun.now().toISOString();
  return withScratch(begun.env.SCRATCH_DIR, async (scratch) => {
    const read = await readItem(job, scratch);
    await refuseOversized(item, read, begun.signal);
    step("create");
    const { repository, fresh } = await claim(job, journal, name);
    job.onCreated?.(repository);
    try {
      return await fill({ ...job, journal, read, repository, fresh, startedAt });
    } catch (error) {
      await leave(job, journal, repository, error);
      throw error;
    }
  });
}

function claim({ begun, target }: ItemJob, journal: Journal, name: RepositoryName) {
  const { log, signal, env, agreed } = begun;
  return claimTarget({ target, journal, name, origin: agreed.origin, log, signal, retryPauseMs: env.RETRY_PAUSE_MS });
}

type FillJob = ItemJob & {
  journal: Journal;
  read: ReadItem;
  repository: FoundRepository;
  fresh: boolean;
  startedAt: string;
};

async function fill(job: FillJob): Promise<ItemResult> {
  const { begun, target, item, step, journal, read, repository, startedAt } = job;
  const { name } = repository;
  step("actions-off");
  // What was made a moment ago is not known everywhere at GitHub yet.
  if (await settled(() => target.setActions(name, false), begun))
    throw new AppError("github-forbidden", {
      action: `to switch Actions off for ${name}`,
      detail: "they are still on",
      needed: "administration=write",
    });
  step("push");
  await journal.advance("pushing");
  const { pushes, compared } = await pushAndCompare(job);
  const equal = compared.counts.missing + compared.counts.different === 0;
  if (equal) {
    step("finish");
    await journal.advance("finishing");
  }
  const finished = equal ? await finishRepository(item, read.rebuilt, repository, target) : undefined;
  step("receipt");
  const now = finished?.repository ?? repository;
  const receipt = makeReceipt(begun, item, read, {
    ...compared,
    startedAt,
    finishedAt: begun.now().toISOString(),
    durations: job.durations(),
    warnings: finished?.warnings ?? [],
    pushes,
    target: {
      repository: now.name,
      id: now.id,
      url: now.url,
      visibility: now.visibility,
      actionsEnabled: false,
      archived: now.archived,
    },
  });
  const written = await keepReceipt(begun, receipt);
  if (!equal) throw differing(compared, name);
  await journal.advance("done", { receipt: written.key, receipt_hash: written.hash });
  return { skipped: false, repository: { id: now.id, url: now.url }, ...written };
}

async function pushAndCompare(job: FillJob): Promise<{ pushes: number; compared: Compared }> {
  const { begun, target, step, read, repository, fresh } = job;
  const { env, signal, log } = begun;
  const { name } = repository;
  const { directory, refs } = read.rebuilt;
  const access = await target.gitAccess(repository);
  const wire = { name, access, signal, log, retryPauseMs: env.RETRY_PAUSE_MS };
  const pushes = await pushRefs({
    ...wire,
    directory,
    refs: refs.filter(({ name: ref }) => isRestorable(ref)),
    limitBytes: env.PUSH_LIMIT_MIB * 1024 ** 2,
    fresh,
    meter: job.meter,
    pace: new PushPace(env.GITHUB_PACING === "on", signal),
    idleSeconds: env.GIT_IDLE_TIMEOUT_SECONDS,
  });
  step("compare");
  return { pushes, compared: compareTarget(refs, await listServerRefs(wire)) };
}

/** GitHub would refuse the whole push, after all of it was sent. */
async function refuseOversized(item: RepositoryPlan, { rebuilt }: ReadItem, signal: AbortSignal): Promise<void> {
  const [first, ...others] = await findOversized(rebuilt.directory, GITHUB_LIMITS.objectBytes, signal);
  if (first) throw oversizedError(item.repository, first, others.length + 1);
}

function differing({ counts, refs }: Compared, repository: string): AppError {
  const first = refs.find((ref) => ref.state !== "equal")?.name ?? "an extra one";
  return new AppError("refs-differ", { count: counts.missing + counts.different, repository, first });
}

/** The repository stays, and says what it is: what is in it may be all there is. A stop is no failure of the journal's. */
async function leave({ begun, target }: ItemJob, journal: Journal, found: FoundRepository, error: unknown) {
  const { log, signal, agreed } = begun;
  if (hasCode(error, "restore-taken-over")) return;
  const tell = (cause: unknown) => log.warn("not-noted", `${found.name}: ${asAppError(cause).message}`);
  if (signal.aborted) return describeLast(begun, found.name, stopped(agreed.origin)).catch(tell);
  const known = asAppError(error);
  await journal.fail({ code: known.code, message: known.message, hint: known.hint }).catch(tell);
  const description = failed(agreed.origin, known);
  const described = hasCode(known, "github-rate-limited")
    ? describeLast(begun, found.name, description)
    : target.change(found.name, { description });
  await described.catch(tell);
}

function doneBefore(journal: Journal): Partial<ItemResult> {
  const { repository_id: id, url, receipt, receipt_hash } = journal.entry ?? {};
  return {
    repository: id !== undefined && url !== undefined ? { id, url } : undefined,
    key: receipt,
    hash: receipt_hash,
  };
}
