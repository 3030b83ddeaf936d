import { expect, test } from "vitest";
import { parseJson } from "./json";

test("what is JSON is its value, brackets in texts included", () => {
  const value = { a: ["[".repeat(500), '\\"{{{', { b: null }], "]]]": `"${"{".repeat(500)}` };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
  expect(parseJson(JSON.stringify(value, null, 2))).toEqual(value);
});

test("what is none is undefined", () => {
  for (const text of ["", "{", "nothing", '{"a":1}}', "\0"]) expect(parseJson(text)).toBeUndefined();
});

test("what is nested without end is not taken: nobody could write it again", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect(parseJson(nested(64))).toBeDefined();
  expect(parseJson(nested(65))).toBeUndefined();
  expect(parseJson(`{"a":${nested(200_000)}}`)).toBeUndefined();
  expect(parseJson('{"a":'.repeat(200_000))).toBeUndefined();
  // Many beside each other are not deep.
  expect(parseJson(`[${"[],".repeat(1000)}[]]`)).toHaveLength(1001);
});
