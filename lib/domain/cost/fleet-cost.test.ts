import { describe, expect, test } from "vitest";
import type { Volumes } from "../retention/simulate";
import { fleetCost, ORDINARY_WORKERS, storageCost, total } from "./fleet-cost";
import { PRICES_REGION, STORAGE_CLASSES, storagePrices } from "./prices";

const GB = 1024 ** 3;
const kept = { standard: 100 * GB, cold: 900 * GB, coldClass: "STANDARD" as const };
const VOLUMES: Volumes = {
  kept: { primary: kept, replica: kept },
  writtenBytes: 10 * GB,
  fetchedBytes: 8 * GB,
  objects: 1000,
  moved: { primary: 0, replica: 0 },
  runs: 30,
};
const REGIONS = { primary: "us-east-1", replica: "eu-west-1" };

describe("what a fleet costs a month", () => {
  test("is told line by line, and by bucket where it is charged there", () => {
    const lines = storageCost(VOLUMES, REGIONS);
    expect(lines.map(({ what, side, dollars }) => [what, side, Math.round(dollars * 100) / 100])).toEqual([
      ["kept in the primary", "primary", 23],
      ["kept in the replica", "replica", 23],
      ["requests to S3", undefined, 0.01],
      ["from GitHub through NAT, to the replica", undefined, 0.56],
    ]);
  });

  test("without a replica nothing is charged for one", () => {
    const alone = storageCost(VOLUMES, { primary: "us-east-1" });
    expect(alone.map(({ side }) => side)).not.toContain("replica");
    expect(total(alone)).toBeLessThan(total(storageCost(VOLUMES, REGIONS)) - 23);
  });

  test("is less in a colder class, and the moves to it are charged", () => {
    const colder = {
      ...VOLUMES,
      kept: { primary: kept, replica: { ...kept, coldClass: "GLACIER_IR" as const } },
      moved: { primary: 0, replica: 100_000 },
    };
    const [, replica, requests] = storageCost(colder, REGIONS);
    expect(replica?.dollars).toBeCloseTo(100 * 0.023 + 900 * 0.004, 6);
    expect(requests?.dollars).toBeCloseTo(2 + 0.014, 6);
  });

  test("grows with how often a backup runs, where it is tasks and log that are paid for", () => {
    const workers = { ...ORDINARY_WORKERS, repositories: 1000 };
    const cost = (runs: number) => total(fleetCost({ ...VOLUMES, runs }, REGIONS, workers));
    expect(cost(720) - cost(30)).toBeGreaterThan(10);
  });

  test("of a region that is not in the list is that of the one that is, and says so", () => {
    expect(storagePrices("mars-north-1").of).toBe(PRICES_REGION);
    for (const region of ["us-east-1", "eu-central-1"]) {
      const { of, gbMonth } = storagePrices(region);
      expect(of).toBe(region);
      for (const each of STORAGE_CLASSES) expect(gbMonth[each]).toBeLessThanOrEqual(gbMonth.STANDARD);
    }
  });
});
