import { describe, expect, test } from "vitest";
import { branchName, restoreRequest } from "./restore-request-schema";

const from = { snapshot: "2026-04-16", source: "primary", repository: "acme/web" };

test("a request of the first version, which had no kind, is one of a repository", () => {
  expect(restoreRequest.parse({ ...from, target: "acme/x" }).kind).toBe("repository");
});

test("a batch has naming rules without holes, and no slash in them", () => {
  const batch = { kind: "batch", ...from, repositories: "all" };
  expect(restoreRequest.parse({ ...batch, naming: {} })).toMatchObject({ naming: { prefix: "", suffix: "" } });
  expect(restoreRequest.safeParse({ ...batch, naming: { prefix: "evil/" } }).success).toBe(false);
  expect(restoreRequest.safeParse({ ...batch, naming: { organisation: "a/b" } }).success).toBe(false);
});

describe("a branch name", () => {
  test.each(["recovered/fix", "größe", "日本語", "with'quote", "100%", "a.b", "$x;y&z"])("%s is one", (name) =>
    expect(branchName.safeParse(name).success).toBe(true),
  );
  test.each([
    ..."-x .x x. x/ /x a..b a//b a/.b a@{b x.lock a.lock/b a~b a^b a:b a?b a*b a[b a\\b".split(" "),
    "",
    "a b",
    "a\tb",
    "x".repeat(201),
  ])("%j is none", (name) => expect(branchName.safeParse(name).success).toBe(false));
});

test("a ref is a whole name, bytes that are not UTF-8 escaped", () => {
  const ref = (name: string) =>
    restoreRequest.safeParse({ kind: "ref", ...from, ref: name, target: "acme/web", branch: "b" }).success;
  expect(["refs/heads/a", "refs/heads/x-\\xff\\xfe", "refs/pull/1/head"].map(ref)).toEqual([true, true, true]);
  expect(["heads/a", "refs/heads/a b", "refs/heads/\\x", "refs/heads/a:b"].map(ref)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
