import { describe, expect, test } from "vitest";
import { fitsAddress, readSelection, selectedNames, selectionOf, writeSelection } from "./selection";

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

test("an address holds a few hundred names, or all but a few hundred, and says when it cannot", () => {
  const names = Array.from({ length: 2000 }, (_, index) => `acme/service-${index}`);
  expect(fitsAddress({ all: false, names: names.slice(0, 400) })).toBe(true);
  expect(fitsAddress({ all: false, names: names.slice(0, 1000) })).toBe(false);
  expect(fitsAddress(selectionOf(names, names))).toBe(true);
  expect(fitsAddress(selectionOf(names.slice(400), names))).toBe(true);
});
