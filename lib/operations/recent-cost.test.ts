import { describe, expect, test, vi } from "vitest";
import { DEFAULT_TARGETS } from "@/lib/domain/targets";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import type { ReadRetention } from "./read-retention";
import { RecentCost } from "./recent-cost";

const at = (minutes: number) => new Date(Date.parse("2026-11-21T03:00:00Z") + minutes * 60_000);

function setUp() {
  let reads = 0;
  const deps: ReadRetention = {
    ...twoBuckets(),
    doctor: { buckets: [] },
    targets: DEFAULT_TARGETS,
    schedule: {
      read: async () => {
        reads += 1;
        return { expression: "cron(0 2 * * ? *)", timezone: "UTC", enabled: true };
      },
    },
  };
  return { deps, reads: () => reads };
}

describe("the month's cost", () => {
  test("is reckoned once for all who ask within five minutes; who comes later is given the old one and starts a new one", async () => {
    const { deps, reads } = setUp();
    await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
    const costs = new RecentCost();
    const [first] = await Promise.all([costs.read(deps, at(0)), costs.read(deps, at(0)), costs.read(deps, at(4))]);
    expect(first?.dollars).toBeGreaterThan(0);
    expect(reads()).toBe(1);
    expect(await costs.read(deps, at(6))).toBe(first);
    await vi.waitFor(() => expect(reads()).toBe(2));
    expect(await costs.read(deps, at(7))).toEqual(first);
    expect(reads()).toBe(2);
  });

  test("keeps nobody waiting where a bucket does not answer", async () => {
    const { deps } = setUp();
    deps.schedule.read = () => new Promise(() => undefined);
    expect(await new RecentCost().read(deps, at(0))).toBeUndefined();
  });

  test("of an installation without a backup is asked for again by the next one", async () => {
    const { deps } = setUp();
    const costs = new RecentCost();
    expect(await costs.read(deps, at(0))).toBeUndefined();
    await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
    expect(await costs.read(deps, at(0))).toBeDefined();
  });
});
