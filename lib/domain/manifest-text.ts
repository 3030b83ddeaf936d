// A manifest taken apart as text. Ten thousand entries are some 16 MB of JSON, of which all but some hundred stood in the
// snapshot before letter by letter; so whoever reads hundreds of manifests in a row parses what is new and nothing else.
import { AppError } from "./errors";
import type { SnapshotId } from "./ids";
import { type Manifest, parseManifest } from "./manifest";

export interface OpenedManifest {
  /** All but its entries, which are `[]` there. */
  head: Manifest;
  /** The text of each entry, not yet looked at. */
  entries: readonly string[];
}

/**
 * Reads a manifest of either format up to its entries. One that is not written as ours are is parsed as a whole.
 * @throws AppError manifest-invalid, manifest-format-unknown
 */
export function openManifest(text: string, snapshot: SnapshotId): OpenedManifest {
  const parts = takeApart(text);
  const head = parts && tryHead(parts.head, snapshot);
  // In format 1 entries have another shape, and the totals are summed up from them.
  if (parts && head?.format === 2 && head.repos.length === 0) return { head, entries: parts.entries };
  const { repos, ...rest } = parseManifest(text, snapshot);
  return { head: { ...rest, repos: [] } as unknown as Manifest, entries: repos.map((each) => JSON.stringify(each)) };
}

/** Whether two texts say the same of a repository: how long it took tells nothing of it. */
export function isSameEntry(a: string, b: string): boolean {
  const [cutA, cutB] = [passing(a), passing(b)];
  return a.slice(0, cutA.from) === b.slice(0, cutB.from) && a.slice(cutA.to) === b.slice(cutB.to);
}

/** What `isSameEntry` compares. */
export function lastingText(entry: string): string {
  const { from, to } = passing(entry);
  return entry.slice(0, from) + entry.slice(to);
}

/** The first member of an entry, by which the one of the same repository is found again in most cases: its id or its name. */
export const beginningOf = (entry: string): string => entry.slice(0, entry.indexOf("\n", "{\n".length));

// As JSON.stringify(value, null, 2) writes them. No string can hold a line's end, so these are never inside of one.
const BEGIN = '\n  "repos": [\n    {\n';
const BETWEEN = "\n    },\n    {\n";
const END = "\n    }\n  ]";

function takeApart(text: string): { head: string; entries: string[] } | undefined {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0 || text.indexOf(BEGIN, begin + 1) >= 0) return undefined;
  const first = begin + BEGIN.length;
  const entries: string[] = [];
  for (let at = first; ; ) {
    const next = text.indexOf(BETWEEN, at);
    const last = next < 0 || next > end;
    // With the braces that stand around it, and the line's end in front of its first member.
    entries.push(text.slice(at - 2, last ? end + "\n    }".length : next + "\n    }".length));
    if (last) break;
    at = next + BETWEEN.length;
  }
  return { head: `${text.slice(0, begin)}\n  "repos": []${text.slice(end + END.length)}`, entries };
}

/** What is an array there without its entries is one with them: so the parts say what the whole does, or nothing. */
function tryHead(text: string, snapshot: SnapshotId): Manifest | undefined {
  try {
    return parseManifest(text, snapshot);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const PASSING = '"duration_ms": ';

function passing(entry: string): { from: number; to: number } {
  // It stands near the end.
  const from = entry.lastIndexOf(PASSING);
  if (from < 0) return { from: entry.length, to: entry.length };
  const end = entry.indexOf("\n", from);
  return { from, to: end < 0 ? entry.length : end };
}
