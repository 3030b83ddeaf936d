import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bucket, FULL_AGAIN_MS, takeOne } from "./token-bucket";

test("a whole allowance can be used at once, then one at a time as it fills", () => {
  let bucket: Bucket | undefined;
  for (let count = 0; count < 4; count++) {
    const taken = takeOne(bucket, 4, 1000);
    expect(taken.waitSeconds).toBe(0);
    bucket = taken.bucket;
  }
  expect(takeOne(bucket, 4, 1000).waitSeconds).toBe(15);
  expect(takeOne(bucket, 4, 1000 + 14_999).waitSeconds).toBe(1);
  expect(takeOne(bucket, 4, 1000 + 15_000).waitSeconds).toBe(0);
});

test("who waits as long as they were told is let through, and nobody gets more than the allowance and what filled", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), steps, (perMinute, pauses) => {
      let bucket: Bucket | undefined;
      let now = 1_000_000;
      let through = 0;
      const began = now;
      for (const pause of pauses) {
        now += pause;
        const taken = takeOne(bucket, perMinute, now);
        bucket = taken.bucket;
        if (taken.waitSeconds === 0) through++;
        else expect(takeOne(bucket, perMinute, now + taken.waitSeconds * 1000).waitSeconds).toBe(0);
      }
      expect(through).toBeLessThanOrEqual(perMinute + ((now - began) / FULL_AGAIN_MS) * perMinute + 1e-6);
    }),
  );
});

test("a clock that is put back neither locks out nor gives more", () => {
  const { bucket } = takeOne(undefined, 1, 1_000_000);
  const back = takeOne(bucket, 1, 500_000);
  expect(back.waitSeconds).toBe(60);
  expect(takeOne(back.bucket, 1, 560_000).waitSeconds).toBe(0);
});
