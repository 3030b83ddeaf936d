import fc from "fast-check";
import { expect, test } from "vitest";
import { hasCode } from "@/lib/domain/errors";
import { RateLimit } from "./rate-limit";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

function isThrough(limit: RateLimit, key: string, seconds: number): boolean {
  try {
    limit.count(key, at(seconds));
    return true;
  } catch (error) {
    if (hasCode(error, "too-many-requests")) return false;
    throw error;
  }
}

test("who does too much is told how long to wait, and nobody else is held up by it", () => {
  const limit = new RateLimit("acts", 3, 10);
  for (let count = 0; count < 3; count++) expect(isThrough(limit, "7", 0)).toBe(true);
  expect(() => limit.count("7", at(0))).toThrow(
    expect.objectContaining({ code: "too-many-requests", http: 429, facts: { what: "acts", seconds: 20 } }),
  );
  expect(isThrough(limit, "8", 0)).toBe(true);
  expect(isThrough(limit, "7", 20)).toBe(true);
});

test("its memory has an end, whatever addresses come, and whoever comes back at once is still known", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.ipV6(), fc.nat(3))), fc.integer({ min: 1, max: 20 }), (visits, most) => {
      const limit = new RateLimit("sign-ins", 1, most);
      let now = 0;
      for (const [address, pause] of visits) {
        now += pause;
        isThrough(limit, address, now);
        expect(limit.size).toBeLessThanOrEqual(most);
        expect(isThrough(limit, address, now)).toBe(false);
      }
    }),
  );
});

test("a hundred thousand addresses leave no more behind than the most, and nothing a minute later", () => {
  const limit = new RateLimit("sign-ins", 5, 10_000);
  for (let count = 0; count < 100_000; count++) limit.count(`198.51.${count >> 8}.${count & 255}`, at(0));
  expect(limit.size).toBe(10_000);
  limit.count("203.0.113.9", at(61));
  expect(limit.size).toBe(1);
});
