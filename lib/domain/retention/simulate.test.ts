import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainRules, planCapture } from "../bundle-chain";
import { STORAGE_CLASSES } from "../cost/prices";
import { withChangedShare } from "./changed-share";
import { exampleFleet } from "./example-fleet";
import { changedBy, changedShareOf, type FleetSizes, fullBytesOf } from "./fleet-sizes";
import { bundleDays, LOCKED, paidDays, type RetentionSettings } from "./settings";
import { horizonDays, type Simulation, simulate, simulateFulls } from "./simulate";
import { writesOf } from "./writes";

const ORDINARY: RetentionSettings = {
  intervalHours: 24,
  retentionDays: 90,
  fullIntervalDays: 30,
  recoveryDays: 30,
  locked: "none",
  storageClass: { primary: "STANDARD", replica: "STANDARD" },
  growthPercent: 0,
};

const repositories = fc.record({
  repositories: fc.integer({ min: 1, max: 500 }),
  fullBytes: fc.integer({ min: 500, max: 1e9 }),
  bytesPerDay: fc.integer({ min: 0, max: 1e7 }),
  pushesPerDay: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 5, noNaN: true })),
});
const fleets: fc.Arbitrary<FleetSizes> = fc.record({
  classes: fc.array(repositories, { minLength: 1, maxLength: 4 }),
  manifestBytes: fc.integer({ min: 1000, max: 1e6 }),
  observedDays: fc.constant(30),
  increments: fc.constant(1),
});
const settings: fc.Arbitrary<RetentionSettings> = fc
  .record({
    intervalHours: fc.constantFrom(1, 6, 12, 24, 36, 48, 168),
    fullIntervalDays: fc.integer({ min: 1, max: 60 }),
    more: fc.integer({ min: 0, max: 200 }),
    recoveryDays: fc.integer({ min: 1, max: 60 }),
    locked: fc.constantFrom(...LOCKED),
    lockDays: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
    primary: fc.constantFrom(...STORAGE_CLASSES),
    replica: fc.constantFrom(...STORAGE_CLASSES),
    growthPercent: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ more, primary, replica, ...rest }) => ({
    ...rest,
    retentionDays: rest.fullIntervalDays + more,
    storageClass: { primary, replica },
  }));

const link = (at: number, kind: "full" | "incremental") => ({
  ...{ at, kind, s3_key: "" },
  size_bytes: kind === "full" ? 1e6 : 1,
  created_at: timeOf(at),
});
type Link = ReturnType<typeof link>;

/** The backup's own rule, backup after backup: what it writes, and what the snapshot then points to. Times in days. */
function replay(chosen: RetentionSettings, id: number, days: number, changes: () => boolean) {
  const rules = chainRules(chosen.fullIntervalDays);
  const told: { at: number; chain: Link[]; wrote?: Link["kind"] }[] = [];
  let chain: Link[] = [];
  for (let at = 0; at < days; at += chosen.intervalHours / 24) {
    const known = chain.length > 0 ? { chain, refDigest: "before", objectFormat: "sha1" as const } : undefined;
    const now = { objectFormat: "sha1" as const, repositoryId: id, at: new Date(timeOf(at)), missing: false };
    const { kind } = planCapture(known, { ...now, refDigest: changes() ? "after" : "before" }, rules);
    const wrote = kind === "unchanged" ? undefined : kind === "copy" ? "full" : kind;
    if (wrote) chain = wrote === "full" ? [link(at, wrote)] : [...chain, link(at, wrote)];
    told.push({ at, chain, wrote });
  }
  return told;
}

const timeOf = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString();

/** Chance that is the same each time. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const last = ({ days }: Simulation) => days.at(-1) ?? { points: 0, stored: { primary: 0, replica: 0 } };
const written = (days: number[]) => days.reduce((sum, each) => sum + each, 0);

describe("what a fleet would store", () => {
  test("a longer retention never keeps fewer points nor fewer bytes, on any day", () => {
    fc.assert(
      fc.property(fleets, settings, fc.integer({ min: 1, max: 100 }), (fleet, shorter, more) => {
        const longer = { ...shorter, retentionDays: shorter.retentionDays + more };
        const days = horizonDays([longer]);
        const [a, b] = [simulate(fleet, shorter, days), simulate(fleet, longer, days)];
        for (const [index, day] of a.days.entries()) {
          expect(b.days[index]?.points).toBeGreaterThanOrEqual(day.points);
          for (const side of ["primary", "replica"] as const)
            expect(b.days[index]?.stored[side]).toBeGreaterThanOrEqual(day.stored[side] * (1 - 1e-9) - 1);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("chains are never cut: when a guarantee ends, the oldest bundle of the snapshot has not expired", () => {
    fc.assert(
      fc.property(settings, fc.infiniteStream(fc.boolean()), fc.nat(), (chosen, changes, id) => {
        const until = bundleDays(chosen.retentionDays, chosen.fullIntervalDays);
        for (const { at, chain } of replay(chosen, id, 120, () => changes.next().value ?? false)) {
          const age = at - (chain[0]?.at ?? 0);
          expect(age + chosen.retentionDays).toBeLessThanOrEqual(until);
          for (const side of ["primary", "replica"] as const) expect(paidDays(chosen, side)).toBeGreaterThan(until);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("it writes as often what the backup's own rule writes, repository by repository", () => {
    for (const [intervalHours, pushesPerDay] of [
      [24, 0.1],
      [24, 1],
      [168, 0.3],
      [6, 0.5],
    ] as const) {
      const chosen = { ...ORDINARY, intervalHours, retentionDays: 1000 };
      const random = mulberry(intervalHours * 1000 + pushesPerDay * 10);
      let [fulls, increments] = [0, 0];
      const count = 40;
      for (let id = 0; id < count; id++) {
        const chains = replay(chosen, id, 200, () => random() < changedBy(pushesPerDay, intervalHours / 24));
        fulls += chains.filter(({ wrote }) => wrote === "full").length;
        increments += chains.filter(({ wrote }) => wrote === "incremental").length;
      }
      const fleet = { manifestBytes: 0, observedDays: 0, increments: 0 };
      const each = { repositories: count, fullBytes: 2 ** 30, bytesPerDay: 1, pushesPerDay };
      const { objects, runs } = writesOf({ ...fleet, classes: [each] }, chosen, 200);
      expect((written([...objects]) - written([...runs])) / (fulls + increments)).toBeGreaterThan(0.95);
      expect((written([...objects]) - written([...runs])) / (fulls + increments)).toBeLessThan(1.05);
    }
  });

  test("a full of every repository is always there, and never more than a full at each backup was written", () => {
    fc.assert(
      fc.property(fleets, settings, (fleet, chosen) => {
        const days = horizonDays([chosen]);
        const run = simulate({ ...fleet, manifestBytes: 0 }, chosen, days);
        const least = fullBytesOf(fleet);
        for (const { stored } of run.days) expect(stored.primary).toBeGreaterThanOrEqual(least * (1 - 1e-9));
        // Nothing has expired on the days of the first retention, so what is stored is all that was written.
        const early = Math.min(days, bundleDays(chosen.retentionDays, chosen.fullIntervalDays)) - 1;
        const perDay = Math.ceil(24 / chosen.intervalHours);
        const fulls = least * (1 + chosen.growthPercent / 100) ** (days / 365) * (early + 1) * perDay;
        expect(run.days[early]?.stored.primary).toBeLessThanOrEqual(fulls * (1 + 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  test("twice the fleet stores twice as much, and a lock never makes it less", () => {
    fc.assert(
      fc.property(fleets, settings, (fleet, chosen) => {
        const days = horizonDays([chosen]);
        const once = simulate(fleet, chosen, days);
        const twice = simulate(
          {
            ...fleet,
            manifestBytes: fleet.manifestBytes * 2,
            classes: fleet.classes.map((each) => ({ ...each, repositories: each.repositories * 2 })),
          },
          chosen,
          days,
        );
        expect(last(twice).stored.primary / last(once).stored.primary).toBeCloseTo(2, 6);
        const open = simulate(fleet, { ...chosen, locked: "none" }, days);
        expect(last(once).stored.replica).toBeGreaterThanOrEqual(last(open).stored.replica * (1 - 1e-9));
      }),
      { numRuns: 40 },
    );
  });

  test("what is kept in the two classes is what is stored, but for a class's least time", () => {
    fc.assert(
      fc.property(fleets, settings, (fleet, chosen) => {
        const run = simulate(fleet, chosen, horizonDays([chosen]));
        for (const side of ["primary", "replica"] as const) {
          const { standard, cold } = run.volumes.kept[side];
          expect(standard + cold).toBeGreaterThanOrEqual(last(run).stored[side] * (1 - 1e-9) - 1);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a class with a least time is paid for it, though its bundles are gone before", () => {
    const kept = (replica: "STANDARD_IA" | "GLACIER_IR") => {
      const chosen = {
        ...ORDINARY,
        retentionDays: 30,
        recoveryDays: 1,
        storageClass: { primary: "STANDARD", replica } as const,
      };
      return simulate(exampleFleet(10), chosen, 300).volumes.kept.replica;
    };
    // Moved after 38 days, gone after 68: paid for 30 and for 90 days.
    expect(kept("GLACIER_IR").cold / kept("STANDARD_IA").cold).toBeGreaterThan(2);
    expect(kept("GLACIER_IR").standard).toBe(kept("STANDARD_IA").standard);
  });

  test("as many points as backups lie in the retention", () => {
    const points = (intervalHours: number, retentionDays: number) =>
      last(simulate(exampleFleet(1), { ...ORDINARY, intervalHours, retentionDays }, 400)).points;
    expect(points(24, 90)).toBe(90);
    expect(points(1, 90)).toBe(90 * 24);
    expect(points(168, 91)).toBe(13);
  });

  test("the share that changes is the one asked for", () => {
    fc.assert(
      fc.property(fleets, fc.double({ min: 0, max: 0.99, noNaN: true }), (fleet, share) => {
        expect(changedShareOf(withChangedShare(fleet, share))).toBeCloseTo(share, 3);
      }),
    );
  });

  test("of the fleet of the benchmark it stores in a month what was measured there", () => {
    // bench/results/month.md: 16 repositories of 91 to 115 MB, 600 of 944 entries with an increment of 64 MB in all.
    const share = 600 / (59 * 16);
    const fleet: FleetSizes = {
      classes: [
        { repositories: 16, fullBytes: 103e6 / 16, bytesPerDay: 64e6 / (59 * 16), pushesPerDay: -Math.log(1 - share) },
      ],
      manifestBytes: 80_000,
      observedDays: 60,
      increments: 600,
    };
    const month = last(simulate(fleet, { ...ORDINARY, retentionDays: 300 }, 60));
    expect(month.stored.primary / (96e6 + 101e6 + 30e6 + 34e6 + 4.7e6)).toBeGreaterThan(0.9);
    expect(month.stored.primary / (96e6 + 101e6 + 30e6 + 34e6 + 4.7e6)).toBeLessThan(1.1);
    const fulls = last(simulateFulls(fleet, { ...ORDINARY, retentionDays: 300 }, 60));
    expect(fulls.stored.primary / month.stored.primary).toBeGreaterThan(20);
  });

  test("growth makes it more, and nothing else does once everything was replaced once", () => {
    const days = 1000;
    const flat = simulate(exampleFleet(100), ORDINARY, days).days.map(({ stored }) => stored.primary);
    const grown = simulate(exampleFleet(100), { ...ORDINARY, growthPercent: 30 }, days);
    expect(last(grown).stored.primary).toBeGreaterThan((flat.at(-1) ?? 0) * 1.5);
    const [middle, end] = [flat.slice(400, 700), flat.slice(700)].map((part) => written(part) / part.length);
    expect((end ?? 0) / (middle ?? 1)).toBeCloseTo(1, 1);
  });
});
