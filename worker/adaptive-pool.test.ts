import { expect, test } from "vitest";
import { AdaptivePool } from "./adaptive-pool";

const tick = () => new Promise(setImmediate);

/** Works that end when they are told to, and how many of them go on at a time. */
function works() {
  const open: { item: number; end: (error?: Error) => void }[] = [];
  let most = 0;
  return {
    begun: [] as number[],
    open,
    most: () => most,
    work(item: number): Promise<void> {
      this.begun.push(item);
      return new Promise((resolve, reject) => {
        open.push({ item, end: (error) => (error ? reject(error) : resolve()) });
        most = Math.max(most, open.length);
      });
    },
    async end(count: number, error?: Error): Promise<void> {
      for (const each of open.splice(0, count)) each.end(error);
      await tick();
    },
  };
}

const items = Array.from({ length: 20 }, (_, index) => index);

test("keeps as many at work as are allowed, in order, and ends when all have ended", async () => {
  const busy = works();
  const pool = new AdaptivePool(4);
  const run = pool.run(items, (item) => busy.work(item));
  while (busy.open.length > 0) await busy.end(1);
  await run;
  expect(busy.begun).toEqual(items);
  expect(busy.most()).toBe(4);
});

test("when throttled it lets what is under way end, and begins no more than are allowed now", async () => {
  const busy = works();
  const changes: number[] = [];
  const pool = new AdaptivePool(8, (limit) => changes.push(limit));
  const run = pool.run(items, (item) => busy.work(item));
  pool.note("throttled");
  await tick();
  expect(busy.open).toHaveLength(8);
  await busy.end(5);
  expect(busy.begun).toHaveLength(9);
  expect(busy.open).toHaveLength(4);
  for (let count = 0; count < 4; count++) pool.note("success");
  expect(busy.open).toHaveLength(5);
  expect(changes).toEqual([4, 5]);
  while (busy.open.length > 0) await busy.end(8);
  await run;
  expect(busy.begun).toEqual(items);
});

test("an error begins nothing more, and is thrown when the others have ended", async () => {
  const busy = works();
  const run = new AdaptivePool(3).run(items, (item) => busy.work(item));
  let ended = false;
  const failed = expect(run.finally(() => (ended = true))).rejects.toThrow("gone");
  await busy.end(1, new Error("gone"));
  expect(ended).toBe(false);
  await busy.end(2);
  await failed;
  expect(busy.begun).toEqual([0, 1, 2]);
});

test("nothing to do ends at once; a pool can be used again, at the pace it has found", async () => {
  const pool = new AdaptivePool(4);
  await pool.run([], async () => undefined);
  pool.note("throttled");
  const busy = works();
  const run = pool.run(items, (item) => busy.work(item));
  while (busy.open.length > 0) await busy.end(1);
  await run;
  expect(busy.most()).toBe(2);
});
