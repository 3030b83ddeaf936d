import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SnapshotId } from "../ids";
import { snapshotId } from "../ids-schema";
import { refEvents } from "./ref-history";
import { followRefs, type RefSpan, type RefsAt } from "./ref-spans";

const day = (index: number): SnapshotId => snapshotId.parse(`2026-11-${String(index + 1).padStart(2, "0")}`);

const bundles = fc
  .array(fc.dictionary(fc.constantFrom("main", "dev", "v1"), fc.constantFrom("a", "b", "c")), {
    minLength: 1,
    maxLength: 9,
  })
  .map((days) =>
    days.map(
      (refs, index): RefsAt => ({
        snapshot: day(index),
        refs: Object.entries(refs).map(([name, oid]) => ({ name: `refs/heads/${name}`, oid })),
      }),
    ),
  );

/** Bundles taken in one after the other, in parts: what is known is what a writer would have in its table. */
function taken(all: readonly RefsAt[], parts: number): RefSpan[] {
  let known: RefSpan[] = [];
  for (let at = 0; at < all.length; at += parts) {
    const open = known.filter(({ until }) => until === undefined);
    const { ended, begun } = followRefs(open, all.slice(at, at + parts));
    const over = new Map(ended.map((span) => [span.name, span]));
    known = [...known.map((span) => (span.until ? span : (over.get(span.name) ?? span))), ...begun];
  }
  return known;
}

test("the spans tell of every bundle what it lists, whether it came with others or alone", () => {
  fc.assert(
    fc.property(bundles, fc.integer({ min: 1, max: 9 }), (all, parts) => {
      const spans = taken(all, parts);
      for (const { snapshot, refs } of all) {
        const then = spans
          .filter(({ from, until }) => from <= snapshot && (until === undefined || snapshot < until))
          .map(({ name, oid }) => `${name} ${oid}`);
        expect(then.sort()).toEqual(refs.map(({ name, oid }) => `${name} ${oid}`).sort());
      }
    }),
  );
});

test("the events, undone one after the other, lead from the last bundle back to the first", () => {
  fc.assert(
    fc.property(bundles, (all) => {
      const refs = new Map(all.at(-1)?.refs.map(({ name, oid }) => [name, oid]));
      for (const { name, before, after } of refEvents(taken(all, 3), all[0]?.snapshot)) {
        expect(refs.get(name)).toBe(after);
        if (before === undefined) refs.delete(name);
        else refs.set(name, before);
      }
      expect([...refs].sort()).toEqual((all[0]?.refs ?? []).map(({ name, oid }) => [name, oid]).sort());
    }),
  );
});

test("what the first bundle has is no event, and the newest come first", () => {
  const at = (index: number, ...refs: [string, string][]): RefsAt => ({
    snapshot: day(index),
    refs: refs.map(([name, oid]) => ({ name, oid })),
  });
  const all = [at(0, ["m", "1"]), at(1, ["m", "2"], ["x", "5"]), at(2, ["m", "2"])];
  expect(refEvents(taken(all, 9), day(0)).map(({ change, name, snapshot }) => [change, name, snapshot])).toEqual([
    ["deleted", "x", day(2)],
    ["moved", "m", day(1)],
    ["created", "x", day(1)],
  ]);
});
