// The table of cases in which the worker runs against the reference.
import { backupEnvironment } from "@/lib/env";
import { type Cost, median } from "./measure";
import { markdownTable, publish, verdict } from "./report";

export interface Row {
  case: string;
  reference: Cost[];
  ours: Cost[];
  /** How many times less ours is to take. */
  asked: { wall: number; cpu?: number };
  /** The connectivity check was switched off: it is the one thing of ours that uses disk. */
  connectivityOff?: boolean;
  note?: string;
}

/** Of the largest single process; holds for every case. */
const RSS_BOUND_BYTES = 250e6;
/** What the worker allows itself by default. */
const SCRATCH_BUDGET_BYTES = backupEnvironment.shape.SCRATCH_BUDGET_MIB.parse(undefined) * 1024 ** 2;

/** Prints a markdown table of medians and ratios, and keeps it under bench/results. */
export function report(name: string, rows: Row[]): void {
  publish(name, [MEANING, markdownTable(HEAD, rows.map(cellsOf))]);
}

const HEAD = [
  "case",
  "reference wall",
  "ours wall",
  "wall ratio",
  "CPU ratio (reference, ours)",
  "servers' CPU (reference, ours)",
  "asked",
  "reference RSS",
  "ours RSS",
  "reference scratch",
  "ours scratch",
  "rounds (reference, ours)",
  "note",
];

const MEANING =
  "Medians of runs in turn. A ratio above 1 says how many times less ours takes. CPU is of the whole process tree, RSS of its largest single process, scratch the most disk in use at a time. Ours stand against their bounds; scratch is used by the connectivity check of small packs only (CONNECTIVITY_CHECK).";

function cellsOf({ case: what, reference, ours, asked, connectivityOff, note }: Row): string[] {
  const [theirs, mine] = [median(reference), median(ours)];
  const wall = theirs.wallSeconds / mine.wallSeconds;
  const cpu = theirs.cpuSeconds / mine.cpuSeconds;
  const verdicts = [
    verdict(`wall ${asked.wall}x`, wall >= asked.wall),
    ...(asked.cpu ? [verdict(`CPU ${asked.cpu}x`, cpu >= asked.cpu)] : []),
  ];
  return [
    what,
    `${theirs.wallSeconds.toFixed(2)} s`,
    `${mine.wallSeconds.toFixed(2)} s`,
    `${wall.toFixed(1)}x`,
    `${cpu.toFixed(1)}x (${theirs.cpuSeconds.toFixed(1)} s, ${mine.cpuSeconds.toFixed(1)} s)`,
    `${theirs.serverCpuSeconds.toFixed(1)} s, ${mine.serverCpuSeconds.toFixed(1)} s`,
    verdicts.join(", "),
    megabytes(theirs.peakRssBytes),
    memory(mine),
    megabytes(theirs.peakScratchBytes),
    scratch(mine, connectivityOff),
    `${reference.length}, ${ours.length}`,
    note ?? "",
  ];
}

/** The memory of a run of ours, against the bound. */
export const memory = ({ peakRssBytes }: Pick<Cost, "peakRssBytes">): string => against(peakRssBytes, RSS_BOUND_BYTES);

/** The disk of a run of ours, against the budget of its connectivity checks; without them there is to be none. */
export const scratch = ({ peakScratchBytes }: Pick<Cost, "peakScratchBytes">, connectivityOff = false): string =>
  against(peakScratchBytes, connectivityOff ? 0 : SCRATCH_BUDGET_BYTES);

const against = (bytes: number, bound: number) =>
  `${megabytes(bytes)} of ${megabytes(bound)}${bytes > bound ? ": **over**" : ""}`;

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes > 0 && bytes < 1e7 ? 1 : 0)} MB`;
