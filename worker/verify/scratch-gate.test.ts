import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { ScratchGate } from "./scratch-gate";

test("never more than the total is taken, whoever waits comes in their order, and a failure gives back what it took", async () => {
  const gate = new ScratchGate(10);
  const order: string[] = [];
  let taken = 0;
  let most = 0;
  const work = (name: string, bytes: number, fails = false) =>
    gate.with(bytes, async () => {
      taken += bytes;
      most = Math.max(most, taken);
      order.push(name);
      await turn();
      taken -= bytes;
      if (fails) throw new Error(name);
    });
  const all = [work("a", 6), work("large", 10, true), work("b", 1), work("c", 9), work("d", 2)];
  const ends = await Promise.allSettled(all);
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
  expect(order).toEqual(["a", "large", "b", "c", "d"]);
  expect(most).toBe(10);
});
