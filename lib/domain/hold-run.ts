// A run that holds chains because a person asked for it: what is asked, how it reads, and the rules that the browser needs too.

import { formatNumber, plural } from "./format";
import type { HoldItem, HoldRecord, HoldRequest } from "./hold-run-schema";
import { shellWord } from "./shell-word";

export type { HoldCounts, HoldItem, HoldRecord, HoldRequest } from "./hold-run-schema";

/**
 * What became of one repository. renewed: it was held, and was copied anew, so that it is kept for as long as one that is
 * held today. already: its copies are of today. nothing: it is empty, so there is nothing to copy.
 */
export const HOLD_STATES = ["held", "renewed", "already", "nothing", "failed"] as const;
export type HoldState = (typeof HOLD_STATES)[number];

export const HOLD_STATE_VIEW: Record<HoldState, { label: string; indicator: "success" | "info" | "error" }> = {
  held: { label: "Held", indicator: "success" },
  renewed: { label: "Renewed", indicator: "success" },
  already: { label: "Already held", indicator: "success" },
  nothing: { label: "Empty", indicator: "info" },
  failed: { label: "Not held", indicator: "error" },
};

export const isKept = ({ state }: HoldItem): boolean => state === "held" || state === "renewed" || state === "already";

/** Characters of the reason: a sentence or two, and the number of a case. */
export const MOST_HOLD_WHY = 500;
/** Names in one request; all of a snapshot is asked for by no names at all. */
export const MOST_HOLD_NAMES = 2000;

/** Lifecycle rules count from the copy: one that is older is copied anew when somebody asks for the hold again. */
export const RENEW_AFTER_MS = 86_400_000;

/** `acme/web as of snapshot 2026-04-16`, `every repository as of ...`. */
export function describeHold({ snapshot, repositories }: HoldRequest): string {
  const [only] = repositories ?? [];
  const many = repositories && repositories.length > 1;
  const what = many ? plural(repositories.length, "repository", "repositories") : (only ?? "every repository");
  return `${what} as of snapshot ${snapshot}`;
}

/** `12 of 14 repositories held`; those that were held before count. */
export function holdResult({ counts }: HoldRecord): string {
  if (!counts) return "";
  const { held, renewed, already, failed } = counts;
  const kept = held + renewed + already;
  return `${formatNumber(kept)} of ${plural(kept + failed, "repository", "repositories")} held`;
}

/** For a POSIX shell that has the worker's variables. */
export function holdCommand({ snapshot, repositories = [], why }: HoldRequest): string {
  const names = repositories.map((name) => ` --repository ${name}`).join("");
  // `=` keeps a reason that begins with a dash from being read as an option.
  return `npm run worker -- hold --snapshot ${snapshot}${names} --why=${shellWord(why)}`;
}
