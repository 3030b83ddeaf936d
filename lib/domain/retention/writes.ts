// What a fleet's backups write on each day, by the rules of bundle-chain.ts.
import { chainRules, fullAgeLimitDays, spreadDays } from "../bundle-chain";
import { changedBy, type FleetSizes, type RepositoryClass } from "./fleet-sizes";
import type { RetentionSettings } from "./settings";

/** Each has a number for every day from the first backup on. */
export interface Writes {
  /** Bytes of objects that S3 leaves where they are, for they are too small to move. */
  small: Float64Array;
  /** Bytes of the others. */
  large: Float64Array;
  /** Of all bytes those that GitHub sent. */
  fetched: Float64Array;
  objects: Float64Array;
  largeObjects: Float64Array;
  runs: Float64Array;
}

/** One backup, or those of one day together. `at` in days. */
interface Step {
  at: number;
  runs: number;
}

/** What S3 moves to another class by itself, from this size on. */
const LEAST_MOVED = 128 * 1024;

export function writesOf(fleet: FleetSizes, settings: RetentionSettings, days: number): Writes {
  const writes = emptyWrites(days);
  const steps = stepsOf(settings.intervalHours, days);
  const rules = chainRules(settings.fullIntervalDays);
  const spread = spreadDays(settings.fullIntervalDays);
  for (const { at, runs } of steps) add(writes, at, "small", fleet.manifestBytes * runs, { objects: runs, runs });
  for (const each of fleet.classes) {
    for (let later = 0; later <= spread; later++) {
      const group = { ...each, repositories: each.repositories / (spread + 1) };
      writeChains(writes, group, steps, { ...rules, limitDays: fullAgeLimitDays(later, rules), settings });
    }
  }
  return writes;
}

/** A full of everything, in one object each, at every step. */
export function writesOfFulls(fleet: FleetSizes, growthPercent: number, everyHours: number, days: number): Writes {
  const writes = emptyWrites(days);
  for (const { at, runs } of stepsOf(everyHours, days))
    for (const { repositories, fullBytes } of fleet.classes) {
      const bytes = repositories * fullBytes * grown(growthPercent, at) * runs;
      add(writes, at, "large", bytes, { objects: repositories * runs, fetched: bytes });
    }
  return writes;
}

type Chains = ReturnType<typeof chainRules> & { limitDays: number; settings: RetentionSettings };

function writeChains(writes: Writes, group: RepositoryClass, steps: readonly Step[], chains: Chains): void {
  const { settings, limitDays, maxChainLength, maxIncrementalShare } = chains;
  const between = settings.intervalHours / 24;
  const changed = changedBy(group.pushesPerDay, between);
  let [begun, links, incrementBytes] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const { at, runs } of steps) {
    const growth = grown(settings.growthPercent, at);
    const full = group.fullBytes * growth;
    const age = at - begun;
    let left = runs;
    if (age >= limitDays || links >= maxChainLength || incrementBytes > full * maxIncrementalShare) {
      // Of what did not change since, S3 copies the full that is there.
      const copied = age === Number.POSITIVE_INFINITY ? 0 : Math.exp(-group.pushesPerDay * age);
      const bytes = group.repositories * full;
      const size = full < LEAST_MOVED ? "small" : "large";
      add(writes, at, size, bytes, { objects: group.repositories, fetched: bytes * (1 - copied) });
      [begun, links, incrementBytes] = [at, 1, 0];
      left -= 1;
    }
    if (left === 0 || changed === 0) continue;
    // An increment has what was pushed since the last backup, and never more than everything.
    const each = Math.min((group.bytesPerDay * growth * between) / changed, full);
    const count = left * changed;
    const bytes = group.repositories * count * each;
    add(writes, at, each < LEAST_MOVED ? "small" : "large", bytes, {
      objects: group.repositories * count,
      fetched: bytes,
    });
    links += count;
    incrementBytes += count * each;
  }
}

function add(
  writes: Writes,
  at: number,
  size: "small" | "large",
  bytes: number,
  more: { objects: number; fetched?: number; runs?: number },
): void {
  const day = Math.floor(at);
  const put = (to: Float64Array, value: number) => {
    to[day] = (to[day] ?? 0) + value;
  };
  put(writes[size], bytes);
  put(writes.objects, more.objects);
  if (size === "large") put(writes.largeObjects, more.objects);
  put(writes.fetched, more.fetched ?? 0);
  put(writes.runs, more.runs ?? 0);
}

/** Backups of one day count as one step, else an hourly schedule would take a day's patience to reckon. */
function stepsOf(intervalHours: number, days: number): Step[] {
  const between = intervalHours / 24;
  const until = (day: number) => Math.ceil(day / between - 1e-9);
  if (between < 1) return Array.from({ length: days }, (_, day) => ({ at: day, runs: until(day + 1) - until(day) }));
  return Array.from({ length: until(days) }, (_, run) => ({ at: run * between, runs: 1 }));
}

const grown = (percent: number, day: number): number => (1 + percent / 100) ** (day / 365);

const emptyWrites = (days: number): Writes => ({
  small: new Float64Array(days),
  large: new Float64Array(days),
  fetched: new Float64Array(days),
  objects: new Float64Array(days),
  largeObjects: new Float64Array(days),
  runs: new Float64Array(days),
});
