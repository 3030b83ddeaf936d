import { describe, expect, test } from "vitest";
import { readChoices } from "./use-choices";

const read = (address: string) => {
  const params = new URLSearchParams(address);
  return readChoices((name) => params.get(name));
};

describe("the wizard's address", () => {
  test("holds every choice of one repository", () => {
    expect(read("snapshot=2026-11-21&repository=acme/api&source=replica&target=acme/x&step=review")).toMatchObject({
      snapshot: "2026-11-21",
      mode: "repositories",
      selection: { all: false, names: ["acme/api"] },
      source: "replica",
      target: "acme/x",
      step: "review",
    });
  });
  test("holds every choice of many", () => {
    expect(read("repositories=*+acme/+api&organisation=other&names=old-{name}-{date}&step=where")).toMatchObject({
      selection: { all: true, names: ["acme/api"] },
      organisation: "other",
      names: "old-{name}-{date}",
      step: "where",
    });
  });
  test("holds every choice of one ref", () => {
    expect(read("mode=ref&repository=acme/api&ref=refs/heads/fix&branch=recovered/fix&target=acme/api")).toMatchObject({
      mode: "ref",
      ref: "refs/heads/fix",
      branch: "recovered/fix",
    });
  });
  test("without a repository begins at the first step, whatever it says", () => {
    expect(read("step=review").step).toBe("what");
  });
  test("with nonsense in it is an empty choice, not an error", () => {
    expect(read("snapshot=../etc&repository=x&source=moon&step=9&mode=all&names=nothing&check=1")).toEqual({
      mode: "repositories",
      selection: { all: false, names: [] },
      names: "{name}-restored",
      step: "what",
    });
  });
});
