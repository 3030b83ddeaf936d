import { expect, test } from "vitest";
import { CREATION_RATES } from "@/lib/domain/github-limits";
import { WritePace } from "./write-pace";

/** After how many seconds each of so many changes that are wanted at once is let through. */
async function schedule(kinds: ("write" | "creation")[], told: Date[] = []): Promise<number[]> {
  const seconds: number[] = [];
  const clock = { now: () => 0, sleep: async (ms: number) => void seconds.push(ms / 1000) };
  const pace = new WritePace({ clock, onWait: (until) => told.push(until) });
  for (const kind of kinds) await pace.turn(kind);
  return [...Array.from({ length: kinds.length - seconds.length }, () => 0), ...seconds];
}
const writes = (count: number) => Array.from({ length: count }, () => "write" as const);

test("a handful of changes go at once, the others at one a second on the whole, each after the one before", async () => {
  expect(await schedule(writes(12))).toEqual([0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]);
});

test("a longer wait is told when it begins; a short one is not worth a word", async () => {
  const told: Date[] = [];
  await schedule(writes(10), told);
  expect(told).toEqual([]);
  await schedule(writes(11), told);
  expect(told).toEqual([new Date(10_000)]);
});

test("no more repositories are made in an hour than GitHub allows, and other changes wait behind them in their order", async () => {
  const times = await schedule([...Array.from({ length: 501 }, () => "creation" as const), "write"]);
  const [, hour] = CREATION_RATES;
  expect(times.filter((time) => time * 1000 < (hour?.ms ?? 0))).toHaveLength(hour?.count ?? 0);
  expect(times.at(-1)).toBeGreaterThanOrEqual(3600);
});

test("the end of the run ends the wait", async () => {
  const owner = new AbortController();
  const pace = new WritePace({ signal: owner.signal });
  for (let index = 0; index < 5; index++) await pace.turn("write");
  const waiting = pace.turn("write");
  owner.abort(new Error("stopped"));
  await expect(waiting).rejects.toThrow();
});
