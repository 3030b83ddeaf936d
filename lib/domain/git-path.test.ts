import fc from "fast-check";
import { expect, test } from "vitest";
import { escapePath, namesOf, unescapePath, within } from "./git-path";

test("any bytes survive the way into an address and back", () => {
  const bytes = fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 30 }).map((all) => String.fromCharCode(...all));
  fc.assert(
    fc.property(bytes, (name) => {
      expect(unescapePath(escapePath(name))).toBe(name);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["plain.txt", "plain.txt"],
  ["caf\xc3\xa9", "café"],
  ["caf\xe9", "caf\\xe9"],
  ["a\nb", "a\\x0ab"],
  ["a\\x41", "a\\x5cx41"],
  ["\xe2\x80\xaegnp.exe", "\\xe2\\x80\\xaegnp.exe"],
])("%j is written as %s", (bytes, text) => {
  expect(escapePath(bytes)).toBe(text);
  expect(unescapePath(text)).toBe(bytes);
});

test("slashes too many lead nowhere else", () => {
  expect(namesOf("//a///b/")).toEqual(["a", "b"]);
  expect(namesOf("")).toEqual([]);
  expect(namesOf("../..")).toEqual(["..", ".."]);
  expect([within("", "a"), within("a/b", "c")]).toEqual(["a", "a/b/c"]);
});
