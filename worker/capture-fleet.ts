// All repositories of a run: those listed at its beginning, then what the list shows besides at its end.
import { asAppError, type ErrorCode, isRetryable } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { type SecondLook, secondLook } from "@/lib/domain/second-look";
import type { HostedRepository } from "@/lib/ports/code-host";
import { vanishedEntry } from "./absent-entries";
import { AskedFirst } from "./asked-first";
import type { BackupContext, FleetCapture } from "./backup-context";
import { type Captures, openCaptures } from "./capture-one";
import { type Fleet, type ListedInstallation, largestFirst, listFleet } from "./fleet";
import { Progress } from "./progress";

export interface CapturedFleet {
  /** One of each repository that was listed. */
  entries: ManifestEntry[];
  /** With a problem where neither list was whole. */
  installations: ListedInstallation[];
}

export async function captureFleet(capture: FleetCapture): Promise<CapturedFleet> {
  const { context, fleet } = capture;
  const progress = new Progress(fleet.repositories, context.recorder, context.now);
  const captures = await openCaptures(capture, progress);
  try {
    return await captureTwice(capture, progress, captures);
  } finally {
    await captures.close();
  }
}

async function captureTwice(capture: FleetCapture, progress: Progress, captures: Captures): Promise<CapturedFleet> {
  const { context, fleet, previous } = capture;
  const entries = new Map<number, ManifestEntry>();
  const asked = new AskedFirst(context.asked ?? context.recorder.backupRequest, context.recorder, context.log);
  const captureAll = (repositories: HostedRepository[]) =>
    capture.watch.pool.run(repositories, async (repository) => {
      const entry = await captures.capture(repository);
      entries.set(repository.id, entry);
      asked.captured(entry);
    });
  await captureAll(asked.order(fleet.repositories));

  const now = await listAgain(capture);
  context.signal.throwIfAborted();
  if (!now) {
    await captureAll(onceMore(fleet.repositories, entries, progress, context));
    return { entries: [...entries.values()], installations: fleet.installations };
  }
  const look = secondLook(fleet.repositories, now.repositories, relisted(now), (id) => isSafe(entries.get(id)));
  for (const { from, to } of look.renamed) {
    const entry = entries.get(to.id);
    if (entry) entries.set(to.id, { ...entry, repo: to.name, previous_names: [from.name] });
  }
  for (const { id, name } of look.gone)
    entries.set(id, vanishedEntry({ id, repo: name }, previous?.lastGood(id, name)));
  tellLook(look, context);
  progress.expect(look.capture);
  await captureAll(largestFirst(look.capture));
  await captureAll(onceMore(now.repositories, entries, progress, context));
  return { entries: [...entries.values()], installations: bothLists(fleet.installations, now.installations) };
}

/**
 * Those that failed for a reason that may have passed by now: an outage of minutes in a run of hours should not leave holes.
 * Where nothing came through at all there is no sign that it has.
 */
function onceMore(
  repositories: HostedRepository[],
  entries: ReadonlyMap<number, ManifestEntry>,
  progress: Progress,
  { log }: BackupContext,
): HostedRepository[] {
  if (![...entries.values()].some(isSafe)) return [];
  const again = repositories.filter(({ id }) => {
    const entry = entries.get(id);
    return entry?.outcome === "failed" && mayHavePassed(entry.reason?.code);
  });
  if (again.length === 0) return [];
  const what = plural(again.length, "repository", "repositories");
  log.info("once-more", `${what} failed for a reason that may have passed: trying again`, { count: again.length });
  progress.expect(again);
  return largestFirst(again);
}

/** A rate limit has been waited for as long as is sensible. */
const mayHavePassed = (code: string | undefined) => code !== undefined && code !== RATE_LIMITED && isRetryable(code);

const RATE_LIMITED: ErrorCode = "github-rate-limited";

const isSafe = (entry: ManifestEntry | undefined) => entry !== undefined && OUTCOME_VIEW[entry.outcome].safe;

const relisted = ({ installations }: Fleet) =>
  new Set(installations.filter(({ problem }) => !problem).map(({ id }) => id));

/** What one of the lists has whole is known, whatever became of the other. */
function bothLists(first: ListedInstallation[], second: ListedInstallation[]): ListedInstallation[] {
  const listed = new Map(first.map((each) => [each.id, each]));
  for (const each of second) {
    const before = listed.get(each.id);
    if (!before || before.problem || !each.problem) listed.set(each.id, each);
  }
  return [...listed.values()];
}

/**
 * The list as it is now. An installation that was listed before and cannot be any more keeps what was captured of it.
 * Undefined when the list cannot be read at all: then what appeared meanwhile comes with the next run.
 */
async function listAgain({ context, host, fleet }: FleetCapture): Promise<Fleet | undefined> {
  const { env, log, signal } = context;
  signal.throwIfAborted();
  try {
    const now = await listFleet(host, env.GITHUB_APP_ID, env.GITHUB_APP_INSTALLATION_ID);
    const before = new Map(fleet.installations.map((each) => [each.id, each]));
    for (const each of now.installations) {
      if (!each.problem || before.get(each.id)?.problem) continue;
      log.warn("not-listed-again", `${each.problem.message}; what appeared there meanwhile comes with the next run`);
    }
    return now;
  } catch (error) {
    log.warn("not-listed-again", `${asAppError(error).message}; what appeared meanwhile comes with the next run`);
    return undefined;
  }
}

function tellLook({ capture, renamed, goneAfterCapture, gone }: SecondLook<HostedRepository>, { log }: BackupContext) {
  for (const { from, to } of renamed)
    log.info("renamed", `${from.name} was renamed to ${to.name} while the run went on`);
  for (const { name } of goneAfterCapture)
    log.warn("gone", `${name} is no longer listed; what was captured before that is kept`, { repo: name });
  for (const { name } of gone)
    log.warn("gone", `${name} is no longer listed, and was not captured before`, { repo: name });
  if (capture.length === 0) return;
  const what = plural(capture.length, "repository", "repositories");
  log.info("appeared", `${what} appeared or moved while the run went on: capturing them now`, {
    count: capture.length,
  });
}
