// The repositories that a person asked for, held one after the other, some at a time.
import { AppError, problemOf } from "@/lib/domain/errors";
import { askedReason } from "@/lib/domain/hold";
import type { HoldItem, HoldRequest } from "@/lib/domain/hold-run";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { AdaptivePool } from "../adaptive-pool";
import { holdAsked } from "./hold-asked";
import type { HoldBook } from "./hold-book";
import { HoldProgress, type Sized } from "./hold-progress";
import type { HoldRunContext } from "./hold-run-context";

/** S3 does the copying; this many ask it to. */
const AT_ONCE = 8;

interface Wanted extends Sized {
  entry?: ManifestEntry;
}

/**
 * Holds each repository that is asked for; one that cannot be held does not stop the others. What becomes of each goes into
 * the book.
 * @throws the signal's reason
 */
export async function holdAll(
  context: HoldRunContext,
  manifest: Manifest,
  request: HoldRequest,
  book: HoldBook,
): Promise<void> {
  const { services, env, recorder, log, now, signal } = context;
  const { snapshot } = manifest;
  const wanted = wantedOf(manifest, request);
  const progress = new HoldProgress(wanted, recorder, now);
  const place = { store: services.primary, root: env.ROOT_PREFIX, run: recorder.run, now, signal };
  const reason = askedReason(request.why, recorder.actor ?? "command line", now(), recorder.run);
  const holdOne = async ({ repo, entry, bytes }: Wanted): Promise<HoldItem> => {
    if (!entry) throw new AppError("entry-missing", { snapshot, repository: repo });
    if (entry.outcome === "empty") return { repo, state: "nothing" };
    if (entry.chain.length === 0) return withoutBundle(entry, manifest);
    const kept = await holdAsked(place, { snapshot, entry }, reason, (count) => progress.add(count));
    return { repo, bytes, ...kept };
  };
  const hold = async (one: Wanted) => {
    signal.throwIfAborted();
    progress.begin(one);
    const item = await holdOne(one).catch((error): HoldItem => {
      signal.throwIfAborted();
      return { repo: one.repo, state: "failed", problem: problemOf(error) };
    });
    book.add(item);
    tell(log, item);
    recorder.update({ hold: { request, counts: book.counts() } });
    progress.end(one);
  };
  // The largest first: what is begun last is over soon.
  const inOrder = wanted.toSorted((a, b) => b.bytes - a.bytes);
  await new AdaptivePool(AT_ONCE).run(inOrder, hold);
}

/** Each once, however it is written; without an entry where the snapshot has no such repository. */
function wantedOf({ repos }: Manifest, { repositories }: HoldRequest): Wanted[] {
  const entries = new Map(repos.map((entry) => [entry.repo.toLowerCase(), entry]));
  const names = new Map((repositories ?? repos.map(({ repo }) => repo)).map((repo) => [repo.toLowerCase(), repo]));
  return [...names].map(([key, asked]) => {
    const entry = entries.get(key);
    const bytes = (entry?.chain ?? []).reduce((sum, { size_bytes: size }) => sum + size, 0);
    return { repo: entry?.repo ?? asked, entry, bytes };
  });
}

/** It was not to be had that day: an older snapshot may have it. */
function withoutBundle({ repo, outcome, last_good_snapshot: last }: ManifestEntry, { snapshot }: Manifest): HoldItem {
  const advice = last
    ? `Hold it as of ${last}: that is the newest snapshot that has it.`
    : "No snapshot is known to have it; its history tells more.";
  const words = OUTCOME_VIEW[outcome].label.toLowerCase();
  const problem = problemOf(new AppError("hold-has-no-bundle", { repository: repo, snapshot, outcome: words, advice }));
  return { repo, state: "failed", problem, last_good_snapshot: last };
}

const SAID: Record<HoldItem["state"], string> = {
  held: "is held",
  renewed: "was held, and is copied anew",
  already: "is held already",
  nothing: "is empty: there is nothing to hold",
  failed: "is not held",
};

function tell(log: HoldRunContext["log"], { repo, state, prefix, placed_at: since, problem }: HoldItem): void {
  if (problem) {
    const { code, message, hint } = problem;
    log.error("not-held", `${repo} is not held: ${message}`, { repo, code, hint });
  } else log.info(state, `${repo} ${SAID[state]}`, { repo, prefix, since });
}
