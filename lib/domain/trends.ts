// How the snapshots have changed of late: a few numbers of each, oldest first.
import { formatBytes, formatDuration, formatNumber } from "./format";
import type { SnapshotRow, SnapshotSummary } from "./snapshot";

export interface Trend {
  title: string;
  /** In the order of the snapshots; some may not tell. */
  values: number[];
  newest: string;
  /** `from 2 s to 8 s over 12 snapshots`. */
  range: string;
}

const SHOWN = 30;

interface Kind {
  title: string;
  of: (summary: SnapshotSummary) => number | undefined;
  inWords: (value: number) => string;
}

const KINDS: readonly Kind[] = [
  { title: "Written by a snapshot", of: ({ storedBytes }) => storedBytes, inWords: formatBytes },
  { title: "Duration", of: ({ durationMs }) => durationMs, inWords: formatDuration },
  { title: "Repositories changed", of: ({ captured }) => captured, inWords: formatNumber },
];

/** `rows` are newest first. A trend that fewer than two snapshots tell is left out. */
export function trendsOf(rows: readonly SnapshotRow[]): Trend[] {
  const summaries = rows
    .flatMap(({ summary }) => summary ?? [])
    .slice(0, SHOWN)
    .reverse();
  return KINDS.flatMap(({ title, of, inWords }) => {
    const values = summaries.flatMap((summary) => of(summary) ?? []);
    const newest = values.at(-1);
    if (newest === undefined || values.length < 2) return [];
    const range = `from ${inWords(Math.min(...values))} to ${inWords(Math.max(...values))} over ${values.length} snapshots`;
    return [{ title, values, newest: inWords(newest), range }];
  });
}
