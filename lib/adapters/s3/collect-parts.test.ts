import { expect, test } from "vitest";
import { collectParts, partBytes } from "./collect-parts";
import { PartBudget } from "./part-budget";

test("ten thousand parts reach more than 2 TiB, and none is below S3's minimum or above its maximum", () => {
  const sizes = Array.from({ length: 10_000 }, (_, index) => partBytes(index));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(2 * 1024 ** 4);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5 * 1024 ** 2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(5 * 1024 ** 3);
});

test("parts are cut at their size whatever the chunks, and nothing is lost", async () => {
  async function* source() {
    for (const size of [1, 8 * 1024 ** 2, 0, 17 * 1024 ** 2, 5]) yield Buffer.alloc(size, size % 251);
  }
  const lengths: number[] = [];
  const budget = new PartBudget(8 * 1024 ** 2);
  for await (const { bytes, release } of collectParts(source(), budget)) {
    lengths.push(bytes.length);
    release();
  }
  expect(lengths.slice(0, -1).every((length) => length === partBytes(0))).toBe(true);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(25 * 1024 ** 2 + 6);
});

test("the budget bounds what all uploads hold together, serves in order, and ends at zero", async () => {
  const budget = new PartBudget(100);
  const order: string[] = [];
  const use = async (name: string, bytes: number) => {
    const taken = await budget.take(bytes);
    order.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    budget.giveBack(taken);
  };
  await Promise.all([use("a", 60), use("b", 60), use("c", 10), use("d", 1000)]);
  expect(order).toEqual(["a", "b", "c", "d"]);
  expect(await budget.take(100)).toBe(100);
});

test("a reader that stops early gives the budget back", async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(1024 ** 2);
  }
  const budget = new PartBudget(8 * 1024 ** 2);
  for (let round = 0; round < 5; round++) {
    for await (const { release } of collectParts(endless(), budget)) {
      release();
      break;
    }
  }
  expect(await budget.take(8 * 1024 ** 2)).toBe(8 * 1024 ** 2);
});

test("a part that was sent lends its memory to a later one, and never before", async () => {
  async function* source() {
    for (let count = 0; count < 5; count++) yield Buffer.alloc(8 * 1024 ** 2, count);
  }
  const seen = new Set<ArrayBufferLike>();
  const budget = new PartBudget(24 * 1024 ** 2);
  let previous: { bytes: Uint8Array; release(): void } | undefined;
  let number = 0;
  for await (const part of collectParts(source(), budget)) {
    seen.add(part.bytes.buffer);
    expect(part.bytes[0]).toBe(number);
    expect(part.bytes.at(-1)).toBe(number);
    if (previous) expect(previous.bytes[0]).toBe(number - 1);
    previous?.release();
    previous = part;
    number += 1;
  }
  expect(number).toBe(5);
  expect(seen.size).toBeLessThan(5);
});
