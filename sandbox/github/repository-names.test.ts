import { describe, expect, it } from "vitest";
import { repositoryName } from "./repository-names";

describe("repositoryName", () => {
  it.each([
    ["plain-Name_1.0", "plain-Name_1.0"],
    ["two words", "two-words"],
    ["ümläut & co", "-ml-ut-co"],
    [" trimmed ", "trimmed"],
    [".github", ".github"],
    ["x".repeat(100), "x".repeat(100)],
  ])("makes %j into %j", (wanted, name) => {
    expect(repositoryName(wanted)).toEqual({ name });
  });

  it.each(["", "  ", ".", "..", "a.git", "a.GIT", "a.wiki", "x".repeat(101)])("refuses %j", (wanted) => {
    expect(repositoryName(wanted)).toHaveProperty("refusal");
  });
});
