import { expect, test } from "vitest";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import { snapshotId } from "../ids-schema";
import { entryRow } from "../snapshot-detail";
import type { KnownHistory } from "./catalogue-views";
import { drawnChains } from "./drawn-chains";
import { isRestorable, namesOf, newestSafe, restorePoints, sideOf } from "./repository-history";

const day = (number: number) => snapshotId.parse(`2026-11-0${number}`);
const bundle = (number: number, kind: "full" | "incremental") => ({
  ...{ key: `k${number}`, kind, sizeBytes: 1000 * number, snapshot: day(number) },
});
const at = (number: number, state: number, chain: number[]) => ({
  ...{ snapshot: day(number), finishedAt: `2026-11-0${number}T02:00:00Z`, state, chain, sides: ["primary" as const] },
});
const rows = [sampleEntry("acme/old"), sampleEntry("acme/new"), sampleEntry("acme/new", "failed")].map(entryRow);

/** Captured, unchanged, renamed, changed, then failed. */
const history: KnownHistory = {
  id: 7,
  name: rows[1]?.repository ?? ("" as never),
  states: rows,
  points: [at(5, 2, []), at(4, 1, [0, 1]), at(3, 1, [0]), at(2, 0, [0]), at(1, 0, [0])],
  bundles: [bundle(1, "full"), bundle(4, "incremental")],
  namesakes: [],
};

test("a restore point says what was stored for it, and whether anything became of the repository", () => {
  expect(restorePoints(history).map(({ stored, news }) => [stored?.key, news])).toEqual([
    [undefined, true],
    ["k4", true],
    [undefined, true],
    [undefined, false],
    ["k1", true],
  ]);
});

test("what failed or is empty is no restore point, and one is read where it is", () => {
  const points = restorePoints(history);
  expect(points.filter(isRestorable).map(({ snapshot }) => snapshot)).toEqual([4, 3, 2, 1].map(day));
  expect(sideOf(points[0])).toBe("primary");
  expect(sideOf({ sides: ["replica"] })).toBe("replica");
  expect(sideOf({ sides: ["primary", "replica"] })).toBe("primary");
});

test("the newest safe one is not the one that failed; the names are told with their times", () => {
  expect(newestSafe(restorePoints(history))?.snapshot).toBe(day(4));
  expect(namesOf(history)).toEqual([
    { name: "acme/new", from: day(3), to: day(5) },
    { name: "acme/old", from: day(1), to: day(2) },
  ]);
});

test("a chain is drawn once, as long as it became, with the restore points that need it", () => {
  const [chain, ...others] = drawnChains(history);
  expect([chain?.bundles.map(({ key }) => key), chain?.restorePoints, others]).toEqual([["k1", "k4"], 4, []]);
});
