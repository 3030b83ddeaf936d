import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compareRefs,
  countRefs,
  defaultBranch,
  escapeRefName,
  isRestorable,
  refDigestText,
  sameRefs,
  unescapeRefName,
} from "./refs";

const oid = (digit: string) => digit.repeat(40);

test("any bytes of a ref name survive the way into JSON and back", () => {
  const bytes = fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((array) => Array.from(array, (byte) => String.fromCharCode(byte)).join(""));
  const allowedByGit = bytes.filter((name) => !name.includes("\\"));
  fc.assert(
    fc.property(allowedByGit, (name) => {
      expect(unescapeRefName(escapeRefName(name))).toBe(name);
    }),
  );
});

test("UTF-8 names are readable; bytes that are not UTF-8 are told one by one", () => {
  expect(escapeRefName("refs/heads/gr\xc3\xb6\xc3\x9fe")).toBe("refs/heads/größe");
  expect(escapeRefName("refs/heads/\xff")).toBe("refs/heads/\\xff");
});

test("the digest text does not depend on order, and does on each ref and on HEAD's target", () => {
  const refs = [
    { oid: oid("a"), name: "refs/heads/main" },
    { oid: oid("b"), name: "refs/tags/v1" },
  ];
  const text = refDigestText({ objectFormat: "sha1", refs, headTarget: "refs/heads/main" });
  expect(refDigestText({ objectFormat: "sha1", refs: refs.toReversed(), headTarget: "refs/heads/main" })).toBe(text);
  expect(refDigestText({ objectFormat: "sha1", refs, headTarget: "refs/heads/other" })).not.toBe(text);
  expect(refDigestText({ objectFormat: "sha1", refs: refs.slice(1), headTarget: "refs/heads/main" })).not.toBe(text);
});

test("missing, extra and moved refs are told apart", () => {
  const main = { oid: oid("a"), name: "refs/heads/main" };
  const difference = compareRefs(
    [main, { oid: oid("b"), name: "refs/heads/b" }],
    [
      { ...main, oid: oid("c") },
      { oid: oid("d"), name: "refs/heads/d" },
    ],
  );
  expect(difference.missing.map((ref) => ref.name)).toEqual(["refs/heads/b"]);
  expect(difference.extra.map((ref) => ref.name)).toEqual(["refs/heads/d"]);
  expect(difference.moved).toEqual([{ name: "refs/heads/main", wanted: oid("a"), found: oid("c") }]);
  expect(sameRefs(difference)).toBe(false);
  expect(sameRefs(compareRefs([main], [main]))).toBe(true);
});

test("what GitHub refuses to take back stays in the backup only", () => {
  expect(isRestorable("refs/pull/12/head")).toBe(false);
  expect(isRestorable("refs/tags/v1")).toBe(true);
  expect(countRefs([{ oid: oid("a"), name: "refs/pull/1/head" }])).toEqual({ count: 1, heads: 0, tags: 0, pulls: 1 });
  expect(defaultBranch("refs/heads/tr\xc3\xbcnk")).toBe("trünk");
  expect(defaultBranch(undefined)).toBeUndefined();
});
