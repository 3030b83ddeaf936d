import { describe, expect, test } from "vitest";
import { readChoices } from "./use-choices";

const read = (address: string) => {
  const params = new URLSearchParams(address);
  return readChoices((name) => params.get(name));
};

describe("the wizard's address", () => {
  test("holds every choice", () => {
    expect(read("snapshot=2026-11-21&repository=acme/api&source=replica&target=acme/x&step=review")).toEqual({
      snapshot: "2026-11-21",
      repository: "acme/api",
      source: "replica",
      target: "acme/x",
      step: "review",
    });
  });
  test("without a repository begins at the first step, whatever it says", () => {
    expect(read("step=review").step).toBe("what");
  });
  test("with nonsense in it is an empty choice, not an error", () => {
    expect(read("snapshot=../etc&repository=x&source=moon&step=9")).toEqual({ step: "what" });
  });
});
