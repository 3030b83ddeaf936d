import { describe, expect, test } from "vitest";
import { repositoryName, snapshotId } from "./ids-schema";
import { recoveredBranch } from "./recovered-branch";
import { naming } from "./restore-request-schema";
import { hostName, nameTargets, suggestTarget, targetNameFor } from "./target-name";

const name = (text: string) => repositoryName.parse(text);
const snapshot = snapshotId.parse("2026-04-16T103000Z");

describe("a name at GitHub", () => {
  test.each([
    ["web", "web"],
    ["a b//ü", "a-b-"],
    [" .github ", ".github"],
    ["-_.x", "-_.x"],
  ])("%j becomes %j", (wanted, made) => expect(hostName(wanted)).toBe(made));
  test.each(["", ".", "..", "x.git", "x.WIKI", "x".repeat(101)])("%j is refused", (wanted) =>
    expect(hostName(wanted)).toBeUndefined(),
  );
});

describe("the names of a batch", () => {
  const rule = (fields: object) => naming.parse(fields);
  test("stay in their organisation unless another is named; {date} is the snapshot's day", () => {
    expect(targetNameFor(name("acme/web"), rule({ suffix: "-{date}" }), snapshot)).toEqual({
      target: "acme/web-2026-04-16",
    });
    expect(targetNameFor(name("acme/web"), rule({ organisation: "dr" }), snapshot).target).toBe("dr/web");
  });

  test("tell what was asked where GitHub makes another of it", () => {
    expect(targetNameFor(name("acme/web"), rule({ prefix: "a b " }), snapshot)).toEqual({
      target: "acme/a-b-web",
      asked: "a b web",
    });
  });

  test("collide whatever their case: the first keeps it, the other is refused by name", () => {
    const [first, second] = nameTargets(
      [name("acme/Web"), name("other/web")],
      rule({ organisation: "dr" }),
      snapshot,
      new Set(),
    );
    expect(first).toMatchObject({ target: "dr/Web" });
    expect(second).toMatchObject({
      problem: { code: "target-collides", message: expect.stringContaining("acme/Web") },
    });
  });

  test("must not be long enough to be refused by GitHub", () => {
    const [long] = nameTargets([name(`acme/${"x".repeat(60)}`)], rule({ prefix: "y".repeat(50) }), snapshot, new Set());
    expect(long).toMatchObject({ problem: { code: "target-name-invalid" } });
  });
});

test("a new name is suggested even where the old one is free, and counted on", () => {
  expect(suggestTarget(name("acme/web"), new Set())).toBe("acme/web-restored");
  expect(suggestTarget(name("acme/web"), new Set(["acme/web-restored"]))).toBe("acme/web-restored-2");
});

test("a ref comes back as a branch below recovered/", () => {
  expect(["refs/heads/fix/a", "refs/tags/v1", "refs/pull/7/head"].map(recoveredBranch)).toEqual([
    "recovered/fix/a",
    "recovered/v1",
    "recovered/pull/7/head",
  ]);
});
