import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compareRefs,
  countRefs,
  defaultBranch,
  escapeRefName,
  isRefName,
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

test("what would steer a terminal, or turn a line's direction, is told byte by byte and comes back", () => {
  const names = ["refs/heads/\u202egnp.exe", "refs/heads/a\u009b2J", "refs/heads/a\u2028b", "refs/heads/\u2066x\u2069"];
  for (const name of names) {
    const bytes = Buffer.from(name).toString("latin1");
    const shown = escapeRefName(bytes);
    expect(shown).toMatch(/^[ -~]+$/);
    expect(unescapeRefName(shown)).toBe(bytes);
  }
  // Letters that are joined without a space, and a flag: nobody is deceived by them.
  const family = Buffer.from("refs/heads/\u{1f468}\u200d\u{1f469}").toString("latin1");
  expect(escapeRefName(family)).toBe("refs/heads/\u{1f468}\u200d\u{1f469}");
});

test("half a character, as JSON can have it, is a name all the same", () => {
  expect(unescapeRefName("a\ud800b")).toBe("a\xef\xbf\xbdb");
});

test.each([
  ["refs/heads/main", true],
  ["refs/heads/-x", true],
  ["refs/heads/<img src=x>", false],
  ["refs/heads/<img/src=x/onerror=alert(1)>", true],
  ["refs/heads/a\nb", false],
  ["refs/heads/\x1b[2J", false],
  ["refs/../../etc/passwd", false],
  ["refs/heads/.hidden", false],
  ["refs/heads/a..b", false],
  ["refs/heads/a.lock", false],
  ["refs/heads/a:b", false],
  ["refs/heads/", false],
  ["main", false],
  ["", false],
])("git would take %j as a name: %s", (name, allowed) => expect(isRefName(name)).toBe(allowed));

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
