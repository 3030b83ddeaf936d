import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileText, isLfsPointer, MOST_LINES } from "./file-text";

const bytes = (text: string) => Buffer.from(text).toString("latin1");
const lines = (text: string) => {
  const found = fileText(bytes(text));
  return found.kind === "text" ? found.lines : found.kind;
};

describe("a file is shown", () => {
  test("line by line, whatever ends them; the last end begins no other line", () => {
    expect(lines("a\nb\r\nc")).toEqual(["a", "b", "c"]);
    expect(lines("a\n\n")).toEqual(["a", ""]);
    expect(lines("")).toEqual([]);
    expect(lines("\tx\ty")).toEqual(["\tx\ty"]);
  });

  test("as UTF-8 where it is, without its mark; else as Latin-1, and that is told", () => {
    expect(fileText(bytes("\ufeffnaïve → ✓"))).toMatchObject({ lines: ["naïve → ✓"], encoding: "UTF-8", marked: 0 });
    expect(fileText("na\xefve")).toMatchObject({ lines: ["naïve"], encoding: "Latin-1" });
  });

  test("as binary with a NUL anywhere, UTF-16 too", () => {
    expect(fileText(`${"a".repeat(9000)}\0`)).toEqual({ kind: "binary" });
    expect(fileText(Buffer.from("\ufeffhello", "utf16le").toString("latin1"))).toEqual({ kind: "binary" });
  });

  test("with what turns a line, steers a terminal or hides a line's end written out, and counted", () => {
    const found = fileText(bytes("a\u202eb\u2066c\u001b[2Jd\u2028e\rf"));
    expect(found).toMatchObject({ lines: ["a[U+202E]b[U+2066]c[U+001B][2Jd[U+2028]e[U+000D]f"], marked: 5 });
  });

  test("up to so many lines, and how many there are in all", () => {
    expect(fileText("x\n".repeat(MOST_LINES))).not.toHaveProperty("of");
    const more = fileText("x\n".repeat(MOST_LINES + 1));
    expect(more).toMatchObject({ of: MOST_LINES + 1 });
    expect(more.kind === "text" && more.lines.length).toBe(MOST_LINES);
  });
});

test("nothing that is shown has a character that steers, whatever the bytes are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (raw) => {
      const found = fileText(Buffer.from(raw).toString("latin1"));
      if (found.kind === "text") expect(found.lines.join("")).not.toMatch(/(?!\t)\p{Cc}|[\u202a-\u202e]/u);
    }),
    { numRuns: 2000 },
  );
});

test("a note of Git LFS is known by its first line", () => {
  expect(isLfsPointer(["version https://git-lfs.github.com/spec/v1", "oid sha256:1", "size 1"])).toBe(true);
  expect(isLfsPointer(["# version https://git-lfs.github.com/spec/v1"])).toBe(false);
});
