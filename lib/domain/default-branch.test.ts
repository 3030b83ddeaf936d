import { expect, test } from "vitest";
import { headRef } from "./default-branch";
import type { Ref } from "./refs";

const refs = (...list: string[]): Ref[] =>
  list.map((each) => ({ oid: each.slice(0, 1), name: `refs/${each.slice(2)}` }));

test.each<[string, Ref[], string | undefined, string | undefined, string | undefined]>([
  ["what was recorded, whatever else there is", refs("1 heads/main"), "1", "trunk", "refs/heads/trunk"],
  ["a recorded name with a byte that is not UTF-8", refs("1 heads/main"), "1", "gr\\xfc\\xdf", "refs/heads/gr\xfc\xdf"],
  [
    "main before others at the same commit",
    refs("1 heads/a", "1 heads/main", "1 heads/z"),
    "1",
    undefined,
    "refs/heads/main",
  ],
  ["not main when HEAD is elsewhere", refs("1 heads/main", "2 heads/dev"), "2", undefined, "refs/heads/dev"],
  [
    "the last at HEAD's commit, as git clone does",
    refs("1 heads/a", "1 heads/b", "2 heads/c"),
    "1",
    undefined,
    "refs/heads/b",
  ],
  ["master where there is no HEAD", refs("1 heads/a", "2 heads/master"), undefined, undefined, "refs/heads/master"],
  ["the only branch where there is no HEAD", refs("1 heads/a", "2 tags/v1"), undefined, undefined, "refs/heads/a"],
  ["nothing where nothing tells", refs("1 heads/a", "2 heads/b"), undefined, undefined, undefined],
  ["nothing without a branch", refs("1 tags/main"), "1", undefined, undefined],
])("HEAD is %s", (_, list, headOid, recorded, expected) => {
  expect(headRef(list, headOid, recorded)).toBe(expected);
});
