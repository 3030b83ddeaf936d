import { expect, test } from "vitest";
import { collectParts, partBytes } from "./collect-parts";

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
  for await (const part of collectParts(source())) lengths.push(part.length);
  expect(lengths.slice(0, -1).every((length) => length === partBytes(0))).toBe(true);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(25 * 1024 ** 2 + 6);
});
