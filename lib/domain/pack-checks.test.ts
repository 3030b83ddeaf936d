import { expect, test } from "vitest";
import { CONNECTIVITY_MODES, describeNotChecked, reasonNotToBegin, reasonToLetGo, recordChecks } from "./pack-checks";

test("off checks nothing, and no mode checks an incremental bundle", () => {
  for (const kind of ["full", "incremental"] as const) expect(reasonNotToBegin("off", kind)).toBe("off");
  for (const mode of ["small", "all"] as const) {
    expect(reasonNotToBegin(mode, "full")).toBeUndefined();
    expect(reasonNotToBegin(mode, "incremental")).toBe("incremental");
  }
});

test("small lets go of a pack once it is larger than the limit; all never does", () => {
  expect(reasonToLetGo({ mode: "small", smallBytes: 10 }, 10)).toBeUndefined();
  expect(reasonToLetGo({ mode: "small", smallBytes: 10 }, 11)).toBe("size");
  expect(reasonToLetGo({ mode: "all", smallBytes: 10 }, 1e12)).toBeUndefined();
  expect(CONNECTIVITY_MODES).toEqual(["off", "small", "all"]);
});

test("an entry names what was checked, and each check that was left out with its reason", () => {
  expect(recordChecks(true, "passed")).toEqual({
    checks: ["transfer-end", "pack-trailer", "objects-inflated", "connectivity"],
  });
  expect(recordChecks(false, "incremental")).toEqual({
    checks: ["transfer-end", "pack-trailer"],
    not_checked: [
      { check: "objects-inflated", why: "off" },
      { check: "connectivity", why: "incremental" },
    ],
  });
});

test("what was to be checked and could not be is a warning; what was not meant to be is none", () => {
  for (const why of ["scratch", "failed"] as const) expect(recordChecks(true, why).warnings).toHaveLength(1);
  for (const why of ["off", "incremental", "size", "no-git"] as const)
    expect(recordChecks(true, why).warnings).toBeUndefined();
});

test("a reason this version does not know is shown as it stands", () => {
  expect(describeNotChecked({ check: "connectivity", why: "size" })).toContain("larger than the limit");
  expect(describeNotChecked({ check: "connectivity", why: "toString" })).toBe("connectivity not checked: toString");
});
