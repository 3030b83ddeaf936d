import { describe, expect, test } from "vitest";
import { readSelection, selectedNames, selectionOf, writeSelection } from "./selection";

const FLEET = ["acme/api", "acme/web", "acme/docs", "other/api"];

describe("chosen repositories in an address", () => {
  test.each([
    [[], undefined],
    [["acme/web"], "acme/ web"],
    [["other/api", "acme/web"], "acme/ web other/ api"],
    [["acme/api", "acme/web", "acme/docs"], "* other/ api"],
    [FLEET, "*"],
  ])("%j is %s, and the same again when it is read", (chosen, text) => {
    expect(writeSelection(selectionOf(chosen, FLEET))).toBe(text);
    expect(selectedNames(readSelection(text), FLEET).sort()).toEqual([...chosen].sort());
  });
  test("is what a person would write as well", () => {
    expect(readSelection("acme/web,acme/api")).toEqual({ all: false, names: ["acme/web", "acme/api"] });
  });
  test("with nonsense in it keeps the rest", () => {
    expect(readSelection("../etc acme/ .. web web a/b/c")).toEqual({ all: false, names: ["acme/web"] });
  });
  test("keeps a name that the snapshot does not have, so that the plan can say so", () => {
    expect(selectedNames(selectionOf(["acme/api", "acme/web", "acme/docs", "acme/gone"], FLEET), FLEET)).toContain(
      "acme/gone",
    );
  });
});
