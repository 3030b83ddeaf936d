import fc from "fast-check";
import { expect, test } from "vitest";
import { ScratchBudget } from "./connectivity-budget";

test("whatever is taken and given back in whatever order, the total is never exceeded and comes back whole", () => {
  const steps = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 60 }), give: fc.boolean() }), { maxLength: 100 });
  fc.assert(
    fc.property(steps, (all) => {
      const budget = new ScratchBudget(100);
      const held: number[] = [];
      for (const { bytes, give } of all) {
        if (give) budget.give(held.shift() ?? 0);
        else if (budget.take(bytes)) held.push(bytes);
        const sum = held.reduce((total, each) => total + each, 0);
        expect(sum).toBeLessThanOrEqual(100);
        expect(budget.free).toBe(100 - sum);
      }
      for (const bytes of held) budget.give(bytes);
      expect(budget.free).toBe(100);
    }),
  );
});

test("what is refused takes nothing", () => {
  const budget = new ScratchBudget(10);
  expect(budget.take(11)).toBe(false);
  expect(budget.take(10)).toBe(true);
  expect(budget.take(1)).toBe(false);
});
