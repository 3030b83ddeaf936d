import { describe, expect, it } from "vitest";
import { compileFilterPattern } from "./filter-pattern";

const lines = ["ERROR 404 not found", "ERROR 500 broken", "WARN slow", "info fine"];
const matching = (pattern: string) => lines.filter(compileFilterPattern(pattern));

describe("compileFilterPattern", () => {
  it("matches everything when the pattern is empty", () => {
    expect(matching("")).toEqual(lines);
  });

  it("wants every plain term, in any order and with its case", () => {
    expect(matching("ERROR")).toHaveLength(2);
    expect(matching("500 ERROR")).toEqual(["ERROR 500 broken"]);
    expect(matching("error")).toEqual([]);
  });

  it("takes a quoted phrase as one term, with escaped quotes", () => {
    expect(matching('"not found"')).toEqual(["ERROR 404 not found"]);
    expect(compileFilterPattern('"say \\"hi\\""')('they say "hi"')).toBe(true);
  });

  it("wants one of the optional terms", () => {
    expect(matching("?404 ?WARN")).toEqual(["ERROR 404 not found", "WARN slow"]);
  });

  it("ignores optional terms beside required ones, as AWS does", () => {
    expect(matching("ERROR ?WARN")).toHaveLength(2);
  });

  it("leaves out what is excluded", () => {
    expect(matching("ERROR -404")).toEqual(["ERROR 500 broken"]);
    expect(matching('-"not found" -info')).toEqual(["ERROR 500 broken", "WARN slow"]);
  });

  it("refuses what it does not understand instead of matching nothing", () => {
    for (const pattern of ["{ $.level = 50 }", "[a, b]", "%E.*%", '"open']) {
      expect(() => compileFilterPattern(pattern)).toThrow(/sandbox matches terms|not closed/);
    }
  });
});
