// What a fleet would store under other settings, day by day from the first backup on: the rules of bundle-chain.ts in
// expectation, over classes of repositories that are alike. Nothing by chance: the same settings give the same figures.
import { STORAGE_CLASS_VIEW, type StorageClass } from "../cost/prices";
import type { Side } from "../snapshot";
import { withChangedShare } from "./changed-share";
import type { FleetSizes } from "./fleet-sizes";
import { coldAfterDays, paidDays, type RetentionSettings } from "./settings";
import { type Writes, writesOf, writesOfFulls } from "./writes";

export interface SimulatedDay {
  /** Whole days since the first backup. */
  day: number;
  /** Restore points that are guaranteed. */
  points: number;
  /** Bytes that are paid for. */
  stored: Record<Side, number>;
}

/** What is paid for on the last day, and what the thirty days before it moved: what a month is charged for. */
export interface Volumes {
  kept: Record<Side, { standard: number; cold: number; coldClass: StorageClass }>;
  writtenBytes: number;
  /** Of these, what GitHub sent; the rest was copied inside the bucket. */
  fetchedBytes: number;
  objects: number;
  /** Objects that went to another class. */
  moved: Record<Side, number>;
  runs: number;
}

export interface Simulation {
  days: SimulatedDay[];
  volumes: Volumes;
}

export const DAYS_PER_MONTH = 30;
const MOST_DAYS = 4000;
/** After everything has once been replaced, for as long the picture goes on. */
const AFTERWARDS = 60;

/** So many days show how the buckets fill and stay full. */
export const horizonDays = (all: readonly RetentionSettings[]): number =>
  Math.min(
    MOST_DAYS,
    Math.max(...all.map((each) => Math.max(paidDays(each, "primary"), paidDays(each, "replica")))) + AFTERWARDS,
  );

export function simulate(fleet: FleetSizes, settings: RetentionSettings, days: number): Simulation {
  const asked = settings.changedShare === undefined ? fleet : withChangedShare(fleet, settings.changedShare);
  const writes = writesOf(asked, settings, days);
  const life = { primary: paidDays(settings, "primary"), replica: paidDays(settings, "replica") };
  const ages = { coldAfter: coldAfterDays(settings.fullIntervalDays), life, classes: settings.storageClass };
  return {
    days: daysOf(writes, life, (day) => pointsOn(day, settings.intervalHours, settings.retentionDays)),
    volumes: volumesOf(writes, ages),
  };
}

/** A full of everything at each backup, once a day at most, kept and brought back for as many days: what most tools do. */
export function simulateFulls(fleet: FleetSizes, settings: RetentionSettings, days: number): Simulation {
  const every = Math.max(24, settings.intervalHours);
  const writes = writesOfFulls(fleet, settings.growthPercent, every, days);
  const paid = settings.retentionDays + settings.recoveryDays;
  const life = { primary: paid, replica: paid };
  const classes = { primary: "STANDARD", replica: "STANDARD" } as const;
  return {
    days: daysOf(writes, life, (day) => pointsOn(day, every, settings.retentionDays)),
    volumes: volumesOf(writes, { coldAfter: days, life, classes }),
  };
}

/** Backups of the last days, at the end of a day. */
function pointsOn(day: number, intervalHours: number, retentionDays: number): number {
  const until = (end: number) => Math.ceil((end * 24) / intervalHours - 1e-9);
  return until(day + 1) - until(Math.max(0, day + 1 - retentionDays));
}

function daysOf(writes: Writes, life: Record<Side, number>, points: (day: number) => number): SimulatedDay[] {
  const primary = windows(writes, life.primary);
  const replica = windows(writes, life.replica);
  return Array.from(primary, (bytes, day) => ({
    day,
    points: points(day),
    stored: { primary: bytes, replica: replica[day] ?? 0 },
  }));
}

/** For each day, what was written in so many days up to it. */
function windows({ small, large }: Writes, length: number): number[] {
  let sum = 0;
  return Array.from(small, (_, day) => {
    sum += (small[day] ?? 0) + (large[day] ?? 0);
    const gone = day - length;
    if (gone >= 0) sum -= (small[gone] ?? 0) + (large[gone] ?? 0);
    return sum;
  });
}

interface Ages {
  coldAfter: number;
  life: Record<Side, number>;
  classes: Record<Side, StorageClass>;
}

function volumesOf(writes: Writes, ages: Ages): Volumes {
  const last = writes.small.length;
  const month = (of: Float64Array) =>
    last < DAYS_PER_MONTH ? total(of, 0, last) : total(of, last - DAYS_PER_MONTH, last);
  return {
    kept: { primary: keptOn("primary", writes, ages), replica: keptOn("replica", writes, ages) },
    writtenBytes: month(writes.small) + month(writes.large),
    fetchedBytes: month(writes.fetched),
    objects: month(writes.objects),
    moved: { primary: movedOn("primary", writes, ages), replica: movedOn("replica", writes, ages) },
    runs: month(writes.runs),
  };
}

/** What is moved is paid for the class's least time, even where it is gone before. */
function keptOn(side: Side, { small, large }: Writes, { coldAfter, life, classes }: Ages): Volumes["kept"]["primary"] {
  const coldClass = classes[side];
  const last = small.length;
  const alive = last - life[side];
  const all = total(small, alive, last);
  if (coldClass === "STANDARD" || coldAfter >= life[side])
    return { standard: all + total(large, alive, last), cold: 0, coldClass };
  const paid = last - Math.max(life[side], coldAfter + STORAGE_CLASS_VIEW[coldClass].leastDays);
  return {
    standard: all + total(large, last - coldAfter, last),
    cold: total(large, paid, last - coldAfter),
    coldClass,
  };
}

function movedOn(side: Side, { largeObjects }: Writes, { coldAfter, life, classes }: Ages): number {
  if (classes[side] === "STANDARD" || coldAfter >= life[side]) return 0;
  const end = largeObjects.length - coldAfter;
  return total(largeObjects, end - DAYS_PER_MONTH, end);
}

/** Of the days `from` (included) to `to` (not included), as far as there are such days. */
function total(of: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let day = Math.max(0, from); day < Math.min(of.length, to); day++) sum += of[day] ?? 0;
  return sum;
}
