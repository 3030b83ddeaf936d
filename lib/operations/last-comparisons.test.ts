import { expect, test } from "vitest";
import type { WholeComparison } from "@/lib/domain/compare/comparison";
import { LastComparisons } from "./last-comparisons";

const comparison = (same: number) => ({ same, rows: [] }) as unknown as WholeComparison;

test("the last two are kept for a minute, and made once however many ask", async () => {
  let time = 0;
  let made = 0;
  const last = new LastComparisons(() => time);
  const ask = (key: string) => last.get(key, async () => comparison(++made));
  await Promise.all([ask("a"), ask("a")]);
  expect((await ask("a")).same).toBe(1);
  await ask("b");
  expect((await ask("a")).same).toBe(1);
  await ask("c");
  expect((await ask("a")).same).toBe(1);
  expect((await ask("b")).same, "the one that was asked for least recently went").toBe(4);
  time = 60_000;
  expect((await ask("b")).same).toBe(5);
});

test("a failure is not kept", async () => {
  const last = new LastComparisons(() => 0);
  await expect(last.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect((await last.get("a", async () => comparison(7))).same).toBe(7);
});
