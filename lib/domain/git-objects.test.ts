import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { parseCommit, parseTag, parseTree } from "./git-objects";

const latin1 = (bytes: Buffer) => bytes.toString("latin1");
const entry = (mode: string, name: string, byte = 1, length = 20) =>
  `${mode} ${name}\0${String.fromCharCode(byte).repeat(length)}`;
const TREE = entry("100644", "a.txt", 0xab) + entry("40000", "src") + entry("120000", "link") + entry("160000", "sub");
const COMMIT = `tree ${"1".repeat(40)}\nparent ${"2".repeat(40)}\nparent ${"3".repeat(40)}\nauthor J\xfcrgen <j@acme.example> 1776304800 +0200\ncommitter Ada <a@acme.example> 1776304900 +0000\ngpgsig -----BEGIN\n parent ${"4".repeat(40)}\n\n  \n\nA subject\n\nauthor Eve <e> 1\n`;
const TAG = `object ${"5".repeat(40)}\ntype commit\ntag v1\n\nwords\n`;

describe("a tree", () => {
  test("has its entries in order, with what each is by its mode, and names as bytes", () => {
    expect(parseTree(TREE, "sha1")).toEqual([
      { kind: "file", executable: false, name: "a.txt", oid: "ab".repeat(20) },
      { kind: "folder", executable: false, name: "src", oid: "01".repeat(20) },
      { kind: "symlink", executable: false, name: "link", oid: "01".repeat(20) },
      { kind: "submodule", executable: false, name: "sub", oid: "01".repeat(20) },
    ]);
    expect(parseTree(entry("100755", "caf\xe9 \n", 1, 32), "sha256")).toMatchObject([
      { executable: true, name: "caf\xe9 \n", oid: "01".repeat(32) },
    ]);
    expect(parseTree("", "sha1")).toEqual([]);
  });

  test("that ends early, or has another mode than there is, is none", () => {
    for (const bad of [
      TREE.slice(0, -1),
      "100644 a",
      "100644",
      " a\0",
      entry("10x644", "a"),
      entry("1006440000", "a"),
      "\0",
    ])
      expect(parseTree(bad, "sha1"), JSON.stringify(bad)).toBeUndefined();
    expect(parseTree(TREE, "sha256")).toBeUndefined();
  });
});

describe("a commit", () => {
  test("has tree, parents, who and when, and its subject; what stands in a signature or the message is none of these", () => {
    expect(parseCommit(COMMIT)).toEqual({
      tree: "1".repeat(40),
      parents: ["2".repeat(40), "3".repeat(40)],
      author: { name: "Jürgen", at: "2026-04-16T02:00:00.000Z" },
      committer: { name: "Ada", at: "2026-04-16T02:01:40.000Z" },
      subject: "A subject",
    });
  });

  test("without a message, without people, at a time that is none", () => {
    const tree = `tree ${"1".repeat(40)}\n`;
    expect(parseCommit(tree)).toMatchObject({ parents: [], author: { name: "" }, subject: "" });
    expect(parseCommit(`${tree}author A <a> 99999999999999\n\n`)?.author).toEqual({ name: "A" });
    expect(parseCommit(`${tree}author A <a>\n\nx`)?.author).toEqual({ name: "A" });
    expect(parseCommit(`${tree}author <a@b> 0 +0000\n\nx`)?.author).toEqual({
      name: "",
      at: "1970-01-01T00:00:00.000Z",
    });
    expect(parseCommit(TAG)).toBeUndefined();
  });

  test("whose words are endless, or steer a terminal, is short and harmless", () => {
    const long = parseCommit(
      `tree ${"1".repeat(40)}\nauthor ${"n".repeat(9000)} <a> 1 +0\n\n\x1b[31m\xe2\x80\xae${"s".repeat(9000)}`,
    );
    expect(long?.author.name).toHaveLength(100);
    expect(long?.subject).toMatch(/^\[U\+001B\]\[31m\[U\+202E\]s+$/);
    expect(long?.subject.length).toBeLessThan(330);
  });
});

test("a tag has what it names, of any kind", () => {
  expect(parseTag(TAG)).toEqual({ oid: "5".repeat(40), type: "commit" });
  expect(parseTag("object x\ntype commit\n")).toBeUndefined();
});

test("whatever the bytes are, they are an object or none", () => {
  const sound = [TREE, COMMIT, TAG].map((text) => Buffer.from(text, "latin1"));
  fc.assert(
    fc.property(hostileBytes(sound), ({ bytes }) => {
      const text = latin1(bytes);
      for (const entryOf of parseTree(text, "sha1") ?? []) expect(entryOf.oid).toMatch(/^[0-9a-f]{40}$/);
      const commit = parseCommit(text);
      expect((commit?.subject ?? "").length).toBeLessThanOrEqual(300 * 9);
      parseTag(text);
    }),
    { numRuns: 2000 },
  );
});

test("a commit that was made to be slow is not", () => {
  parseCommit(`tree ${"1".repeat(40)}\nauthor ${"<".repeat(200_000)}\n\n`);
  parseCommit(`tree ${"1".repeat(40)}\nauthor ${" ".repeat(200_000)}x\n\n${" \n".repeat(100_000)}`);
});
