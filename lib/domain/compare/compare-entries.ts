// What became of each repository between two snapshots. Works on the small rows of entries, wherever they come from.

import type { AnomalyKind } from "../anomaly-kind";
import type { ComparedEntry, ComparedPair } from "../catalogue/catalogue-views";
import type { RepositoryName } from "../ids";
import { OUTCOME_VIEW } from "../outcome";
import type { EntryRow } from "../snapshot-detail";

export const DIFFERENCES = [
  "removed",
  "rewritten",
  "unusual",
  "unsafe",
  "added",
  "renamed",
  "refs",
  "grown",
  "shrunk",
  "default-branch",
  "visibility",
  "archived",
  "safe-again",
] as const;
export type Difference = (typeof DIFFERENCES)[number];

export interface DifferenceView {
  label: string;
  /** Cloudscape's StatusIndicator type. */
  indicator: "error" | "warning" | "info" | "success" | "stopped";
  meaning: string;
}

export const DIFFERENCE_VIEW: Record<Difference, DifferenceView> = {
  removed: {
    label: "Removed",
    indicator: "warning",
    meaning: "In the older snapshot only: deleted, transferred or no longer visible to the App.",
  },
  rewritten: {
    label: "Rewritten",
    indicator: "error",
    meaning:
      "The backup of the newer snapshot found its history replaced, tags moved, or branches or tags deleted in numbers. What snapshots between the two found is not counted here: the repository's own history tells it.",
  },
  unusual: {
    label: "Unusual",
    indicator: "warning",
    meaning:
      "The backup of the newer snapshot found something out of the ordinary that is no rewriting: it had become far smaller. What snapshots between the two found is not counted here.",
  },
  unsafe: {
    label: "No longer safe",
    indicator: "error",
    meaning: "The newer snapshot does not hold its content; the older one does.",
  },
  added: { label: "Added", indicator: "success", meaning: "In the newer snapshot only." },
  renamed: { label: "Renamed", indicator: "info", meaning: "The same repository under another name or owner." },
  refs: { label: "Refs changed", indicator: "info", meaning: "Branches or tags came, moved or went." },
  grown: { label: "Grown", indicator: "info", meaning: "Rebuilding it takes at least a tenth more bytes." },
  shrunk: { label: "Shrunk", indicator: "info", meaning: "Rebuilding it takes at least a tenth fewer bytes." },
  "default-branch": { label: "Other default branch", indicator: "info", meaning: "HEAD points to another branch." },
  visibility: { label: "Visibility changed", indicator: "warning", meaning: "It became public, internal or private." },
  archived: { label: "Archived or unarchived", indicator: "stopped", meaning: "GitHub's archive switch was turned." },
  "safe-again": {
    label: "Safe again",
    indicator: "success",
    meaning: "The older snapshot did not hold its content; the newer one does.",
  },
};

export interface ComparedRow {
  /** As the newer snapshot calls it, or the older one where only that has it. */
  repository: RepositoryName;
  id?: number;
  /** In the order of DIFFERENCES, the weightiest first. */
  differences: Difference[];
  before?: EntryRow;
  after?: EntryRow;
}

/** @returns those with a difference worth a line; `same` counts the others */
export function compareEntries(pairs: readonly ComparedPair[]): { rows: ComparedRow[]; same: number } {
  const rows: ComparedRow[] = [];
  let same = 0;
  for (const { before, after } of withOneName(pairs)) {
    const differences = differencesOf(before, after);
    if (differences.length === 0) same += 1;
    const entry = after ?? before;
    if (!entry || differences.length === 0) continue;
    rows.push({
      repository: entry.row.repository,
      id: entry.id ?? before?.id,
      differences,
      before: before?.row,
      after: after?.row,
    });
  }
  return { rows: rows.sort(byWeight), same };
}

/** Manifests of format 1 have no ids: what only they have is the repository that has the name in the other one. */
function withOneName(pairs: readonly ComparedPair[]): ComparedPair[] {
  const alone = new Map<string, ComparedEntry>();
  for (const { before, after } of pairs) if (before && !after) alone.set(before.row.repository, before);
  const joined = new Set<ComparedEntry>();
  const result = pairs.map((pair): ComparedPair => {
    const { before, after } = pair;
    const found = after && !before ? alone.get(after.row.repository) : undefined;
    if (!after || !found || (found.id !== undefined && after.id !== undefined)) return pair;
    joined.add(found);
    return { before: found, after };
  });
  return result.filter(({ before, after }) => after || (before && !joined.has(before)));
}

/** A tenth: less is what packing differently does. */
const GROWN = 1.1;

function differencesOf(before: ComparedEntry | undefined, after: ComparedEntry | undefined): Difference[] {
  if (!after) return before ? ["removed"] : [];
  if (!before) return ["added"];
  const [a, b] = [before.row, after.row];
  const [safeBefore, safeAfter] = [isSafe(a), isSafe(b)];
  const bytes = a.chainBytes > 0 && b.chainBytes > 0 ? b.chainBytes / a.chainBytes : 1;
  const known = (one: unknown, other: unknown) => one !== undefined && other !== undefined && one !== other;
  const found: Record<Difference, boolean> = {
    removed: false,
    added: false,
    rewritten: saw(b, "rewritten"),
    unusual: saw(b, "unusual"),
    unsafe: safeBefore && !safeAfter,
    renamed: a.repository !== b.repository,
    refs: known(before.refsDigest, after.refsDigest),
    grown: bytes >= GROWN,
    shrunk: bytes <= 1 / GROWN,
    "default-branch": known(a.defaultBranch, b.defaultBranch),
    visibility: known(a.visibility, b.visibility),
    archived: a.archived !== b.archived,
    "safe-again": !safeBefore && safeAfter,
  };
  return DIFFERENCES.filter((each) => found[each]);
}

/** What each kind of anomaly is a difference of. */
export const ANOMALY_DIFFERENCE: Record<AnomalyKind, "rewritten" | "unusual"> = {
  wiped: "rewritten",
  "default-branch-rewritten": "rewritten",
  "branches-rewritten": "rewritten",
  "tags-moved": "rewritten",
  "ref-collapse": "rewritten",
  "refs-deleted": "rewritten",
  "size-collapse": "unusual",
  "many-vanished": "unusual",
};

const saw = ({ anomalies }: EntryRow, difference: "rewritten" | "unusual") =>
  anomalies.some(({ kind }) => ANOMALY_DIFFERENCE[kind] === difference);

const isSafe = ({ outcome }: EntryRow) => OUTCOME_VIEW[outcome].safe;

const weight = ({ differences: [first] }: ComparedRow) => (first ? DIFFERENCES.indexOf(first) : DIFFERENCES.length);

const byWeight = (a: ComparedRow, b: ComparedRow) =>
  weight(a) - weight(b) || (a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : 0);
