import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_REF_SCOPE, refPatternProblem, withinScope } from "./ref-scope";
import type { Ref } from "./refs";

const refs = (...names: string[]): Ref[] => names.map((name) => ({ oid: "a".repeat(40), name }));
const kept = (exclude: string[], ...names: string[]) =>
  withinScope({ exclude }, refs(...names)).refs.map((r) => r.name);

test("by default only what GitHub recomputes is left out, and the number is told", () => {
  const all = refs("refs/heads/main", "refs/pull/7/head", "refs/pull/7/merge", "refs/tags/v1", "refs/notes/commits");
  const { refs: rest, excluded } = withinScope(DEFAULT_REF_SCOPE, all);
  expect(rest.map((ref) => ref.name)).not.toContain("refs/pull/7/merge");
  expect(rest).toHaveLength(4);
  expect(excluded).toBe(1);
});

describe("a pattern", () => {
  test("without * is one ref", () =>
    expect(kept(["refs/notes/a"], "refs/notes/a", "refs/notes/ab", "refs/notes/a/b")).toEqual([
      "refs/notes/ab",
      "refs/notes/a/b",
    ]));

  test("with * stands for one segment or several, and for none of it", () => {
    expect(kept(["refs/pull/*"], "refs/pull/1/head", "refs/pull/1/merge", "refs/pulls/1")).toEqual(["refs/pulls/1"]);
    expect(kept(["refs/pull/*/merge"], "refs/pull/1/merge", "refs/pull/a/b/merge", "refs/pull/1/head")).toEqual([
      "refs/pull/1/head",
    ]);
    expect(kept(["refs/tags/v*"], "refs/tags/v", "refs/tags/v1", "refs/tags/w")).toEqual(["refs/tags/w"]);
  });

  test("does not let its two ends share characters", () =>
    expect(kept(["refs/x/a*a"], "refs/x/a", "refs/x/aa")).toEqual(["refs/x/a"]));

  test("means the bytes of names, so that names outside ASCII can be given", () =>
    expect(kept(["refs/tags/Büro-*"], "refs/tags/B\xc3\xbcro-1", "refs/tags/Buro-1")).toEqual(["refs/tags/Buro-1"]));
});

test.each([
  ["refs/heads/*", "branches"],
  ["refs/heads/tmp/*", "branches"],
  ["refs/heads/main", "branches"],
  ["refs/heads", "branches"],
  ["refs/h*", "branches"],
  ["refs/*", "branches"],
  ["refs/*/merge", "branches"],
  ["*", "branches"],
  ["HEAD", "does not begin with refs/"],
  ["pull/*", "does not begin with refs/"],
  ["", "does not begin with refs/"],
  ["refs/pull/*/*", "more than one *"],
  ["refs/pull/[0-9]", "characters"],
  ["refs/pull/../heads/x", "characters"],
  ["refs/pull/ x", "characters"],
  ["^refs/pull/*", "characters"],
  ["refs/pull/\ud800*", "characters"],
])("%j is refused with a reason", (pattern, words) => expect(refPatternProblem(pattern)).toContain(words));

test.each(["refs/pull/*", "refs/pull/*/merge", "refs/tags/nightly-*", "refs/github-services/*", "refs/notes/commits"])(
  "%s can be used",
  (pattern) => expect(refPatternProblem(pattern)).toBeUndefined(),
);

const nameCharacters = fc.constantFrom("r", "e", "f", "s", "/", "h", "a", "d", "*", "HEAD", "refs/", "heads/", "x");
const patterns = fc.array(nameCharacters, { maxLength: 8 }).map((parts) => parts.join(""));

test("no pattern whatever takes HEAD or a branch, and none that could is accepted", () => {
  fc.assert(
    fc.property(patterns, patterns, (pattern, rest) => {
      const branch = `refs/heads/${rest}`;
      expect(kept([pattern], "HEAD", branch)).toEqual(["HEAD", branch]);
      if (refPatternProblem(pattern) !== undefined) return;
      // The reference: git's own meaning, as a regular expression.
      const meaning = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s");
      expect(meaning.test(branch)).toBe(false);
      const name = `refs/x/${rest}`;
      expect(kept([pattern], name)).toEqual(meaning.test(name) ? [] : [name]);
    }),
    { numRuns: 2000 },
  );
});

test("a long name and a long pattern are compared as quickly as short ones", () => {
  const long = `refs/pull/${"a".repeat(20_000)}`;
  const exclude = Array.from({ length: 50 }, () => `${long}*${"a".repeat(20_000)}b`);
  expect(withinScope({ exclude }, refs(...Array.from({ length: 200 }, () => `${long}${long}`))).excluded).toBe(0);
});

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
