import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainRules, isFullDue, type KnownChain, longestChainDays, planCapture, planIncrement } from "./bundle-chain";
import type { ChainLink } from "./manifest";
import type { Ref } from "./refs";

const RULES = chainRules(30);
const oid = (digit: string) => digit.repeat(40);
const link = (kind: "full" | "incremental", size_bytes: number, created_at = "2026-04-16T02:00:00Z"): ChainLink => ({
  s3_key: `k-${kind}`,
  kind,
  size_bytes,
  created_at,
});
const known = (chain: ChainLink[]): KnownChain => ({ chain, refDigest: "same", objectFormat: "sha1" });
const now = {
  refDigest: "same",
  objectFormat: "sha1" as const,
  repositoryId: 0,
  at: new Date("2026-04-17T02:00:00Z"),
  missing: false,
};
const full = link("full", 1000);

describe("the next bundle is", () => {
  test("none while the refs are the same", () =>
    expect(planCapture(known([full]), now, RULES)).toEqual({ kind: "unchanged" }));
  test("an incremental when they are not", () =>
    expect(planCapture(known([full]), { ...now, refDigest: "other" }, RULES)).toEqual({ kind: "incremental" }));
  test("a full when there is none", () =>
    expect(planCapture(undefined, now, RULES)).toEqual({ kind: "full", why: "first" }));
  test("a full when a link is gone, though nothing changed", () =>
    expect(planCapture(known([full]), { ...now, missing: true }, RULES)).toEqual({
      kind: "full",
      why: "link-missing",
    }));
  test("a full when the incrementals outgrow half of the full", () =>
    expect(planCapture(known([full, link("incremental", 501)]), { ...now, refDigest: "other" }, RULES)).toEqual({
      kind: "full",
      why: "size",
    }));
  test("a full when the chain is long", () =>
    expect(
      planCapture(known([full, ...Array(39).fill(link("incremental", 1))]), { ...now, refDigest: "other" }, RULES),
    ).toEqual({ kind: "full", why: "length" }));
  test("a copy inside S3 when the one full is due and nothing changed", () =>
    expect(planCapture(known([full]), { ...now, at: new Date("2026-05-16T02:00:00Z") }, RULES)).toEqual({
      kind: "copy",
    }));
  test("a full when a chain of several is due", () =>
    expect(
      planCapture(known([full, link("incremental", 1)]), { ...now, at: new Date("2026-05-16T02:00:00Z") }, RULES),
    ).toEqual({ kind: "full", why: "interval" }));
});

describe.each([1, 7, 30, 90])("with an interval of %i days", (interval) => {
  const rules = chainRules(interval);
  const dueAfter = (days: number, id: number, created = Date.parse("2026-04-16T02:00:00Z")) =>
    isFullDue(new Date(created).toISOString(), id, new Date(created + days * 86_400_000), rules);

  test("a full is kept for the interval, and is never older than the longest chain", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 20_000 }), (id, day) => {
        const created = day * 86_400_000 + 7_200_000;
        expect(dueAfter(interval - 1, id, created)).toBe(false);
        expect(dueAfter(longestChainDays(interval), id, created)).toBe(true);
      }),
    );
  });
  test("a chain that grows by a bundle a day is not cut short by its length", () =>
    expect(rules.maxChainLength).toBeGreaterThan(longestChainDays(interval)));
});

test("fulls of a fleet that began on one day are renewed on eight days, and drift further apart with each renewal", () => {
  const created = "2026-04-16T02:00:00Z";
  const dueOn = (days: number) =>
    Array.from({ length: 400 }, (_, id) => id).filter((id) =>
      isFullDue(created, id, new Date(Date.parse(created) + days * 86_400_000), RULES),
    ).length;
  const renewed = Array.from({ length: 40 }, (_, day) => dueOn(day + 1) - dueOn(day));
  expect(renewed.filter((count) => count > 0)).toEqual(Array(8).fill(50));
});

describe("an increment", () => {
  const main: Ref = { oid: oid("a"), name: "refs/heads/main" };
  const tag: Ref = { oid: oid("t"), name: "refs/tags/v1" };
  const pull: Ref = { oid: oid("p"), name: "refs/pull/1/head" };
  const at = (refs: Ref[]) => ({
    objectFormat: "sha1" as const,
    refs,
    headTarget: "refs/heads/main",
    headOid: refs[0]?.oid,
  });

  test("of a moved branch wants the new tip and needs the old one", () => {
    const moved = { ...main, oid: oid("b") };
    expect(planIncrement([main, tag], at([moved, { ...tag, peeled: oid("c") }]))).toEqual({
      wants: [oid("b")],
      haves: [oid("a"), oid("c")],
      prerequisites: [oid("a")],
    });
  });
  test("of a deletion or a new name for a known commit wants nothing: an empty pack", () => {
    expect(planIncrement([main, pull], at([main]))).toEqual({
      wants: [],
      haves: [oid("a"), oid("p")],
      prerequisites: [oid("p")],
    });
    expect(planIncrement([main], at([main, { oid: oid("a"), name: "refs/heads/copy" }]))).toEqual({
      wants: [],
      haves: [oid("a")],
      prerequisites: [oid("a")],
    });
  });
  test("of a new tag only still has a commit to stand on", () => {
    expect(planIncrement([main], at([main, tag]))).toMatchObject({ wants: [oid("t")], prerequisites: [oid("a")] });
  });
  test("never names a tag's object as prerequisite: it need not be a commit", () => {
    expect(planIncrement([main, tag], at([main]))?.prerequisites).toEqual([oid("a")]);
  });
  test("is not possible on a chain without any branch", () => {
    expect(planIncrement([tag], at([main]))).toBeUndefined();
  });
});
