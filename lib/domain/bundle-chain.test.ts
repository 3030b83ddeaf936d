import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHAIN_RULES, isFullDue, type KnownChain, planCapture, planIncrement } from "./bundle-chain";
import type { ChainLink } from "./manifest";
import type { Ref } from "./refs";

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
    expect(planCapture(known([full]), now, CHAIN_RULES)).toEqual({ kind: "unchanged" }));
  test("an incremental when they are not", () =>
    expect(planCapture(known([full]), { ...now, refDigest: "other" }, CHAIN_RULES)).toEqual({ kind: "incremental" }));
  test("a full when there is none", () =>
    expect(planCapture(undefined, now, CHAIN_RULES)).toEqual({ kind: "full", why: "first" }));
  test("a full when a link is gone, though nothing changed", () =>
    expect(planCapture(known([full]), { ...now, missing: true }, CHAIN_RULES)).toEqual({
      kind: "full",
      why: "link-missing",
    }));
  test("a full when the incrementals outgrow half of the full", () =>
    expect(planCapture(known([full, link("incremental", 501)]), { ...now, refDigest: "other" }, CHAIN_RULES)).toEqual({
      kind: "full",
      why: "size",
    }));
  test("a full when the chain is long", () =>
    expect(
      planCapture(
        known([full, ...Array(29).fill(link("incremental", 1))]),
        { ...now, refDigest: "other" },
        CHAIN_RULES,
      ),
    ).toEqual({ kind: "full", why: "length" }));
  test("a copy inside S3 when the one full is due and nothing changed", () =>
    expect(planCapture(known([full]), { ...now, at: new Date("2026-05-16T02:00:00Z") }, CHAIN_RULES)).toEqual({
      kind: "copy",
    }));
  test("a full when a chain of several is due", () =>
    expect(
      planCapture(known([full, link("incremental", 1)]), { ...now, at: new Date("2026-05-16T02:00:00Z") }, CHAIN_RULES),
    ).toEqual({ kind: "full", why: "interval" }));
});

test("a full is never older than the interval, and is renewed exactly once in each", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 20_000 }), (id, day) => {
      const created = new Date(day * 86_400_000 + 7_200_000);
      const dueAfter = Array.from({ length: 31 }, (_, days) =>
        isFullDue(created.toISOString(), id, new Date(created.getTime() + days * 86_400_000), CHAIN_RULES),
      );
      expect(dueAfter[0]).toBe(false);
      expect(dueAfter[30]).toBe(true);
      expect(dueAfter.toSorted()).toEqual(dueAfter);
    }),
  );
});

test("fulls of a fleet that began on one day spread over the days of the interval", () => {
  const created = "2026-04-16T02:00:00Z";
  const dueOn = (days: number) =>
    Array.from({ length: 300 }, (_, id) => id).filter((id) =>
      isFullDue(created, id, new Date(Date.parse(created) + days * 86_400_000), CHAIN_RULES),
    ).length;
  for (let days = 1; days <= 30; days++) expect(dueOn(days) - dueOn(days - 1)).toBeLessThanOrEqual(10);
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
