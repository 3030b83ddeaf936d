// How the snapshots have changed of late: a few numbers of each, oldest first.
import { formatBytes, formatDuration, formatNumber, plural } from "./format";
import type { SnapshotRow, SnapshotSummary } from "./snapshot";

export interface Trend {
  title: string;
  /** In the order of the snapshots; some may not tell. */
  values: number[];
  newest: string;
  /** `from 2 s to 8 s over 12 snapshots`. */
  range: string;
  /** The same to the last byte or millisecond; absent where the words are exact. */
  exact?: { newest: string; range: string };
}

const SHOWN = 30;

interface Kind {
  title: string;
  of: (summary: SnapshotSummary) => number | undefined;
  inWords: (value: number) => string;
  /** What `inWords` rounds. */
  unit?: string;
}

const KINDS: readonly Kind[] = [
  { title: "Written by a snapshot", of: ({ storedBytes }) => storedBytes, inWords: formatBytes, unit: "bytes" },
  { title: "Duration", of: ({ durationMs }) => durationMs, inWords: formatDuration, unit: "ms" },
  { title: "Repositories changed", of: ({ captured }) => captured, inWords: formatNumber },
];

/** `rows` are newest first. A trend that fewer than two snapshots tell is left out. */
export function trendsOf(rows: readonly SnapshotRow[]): Trend[] {
  const summaries = rows
    .flatMap(({ summary }) => summary ?? [])
    .slice(0, SHOWN)
    .reverse();
  return KINDS.flatMap(({ title, of, inWords, unit }) => {
    const values = summaries.flatMap((summary) => of(summary) ?? []);
    const newest = values.at(-1);
    if (newest === undefined || values.length < 2) return [];
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const range = `from ${inWords(least)} to ${inWords(most)} over ${plural(values.length, "snapshot")}`;
    const exact = unit && {
      newest: `${formatNumber(newest)} ${unit}`,
      range: `from ${formatNumber(least)} to ${formatNumber(most)} ${unit}`,
    };
    return [{ title, values, newest: inWords(newest), range, ...(exact && { exact }) }];
  });
}
