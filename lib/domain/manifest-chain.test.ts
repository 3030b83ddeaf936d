import { describe, expect, test } from "vitest";
import { AppError, problemOf } from "./errors";
import type { SnapshotId } from "./ids";
import { snapshotId } from "./ids-schema";
import { checkManifests, type ManifestCopy, type SideManifests } from "./manifest-chain";
import type { Side } from "./snapshot";

const NOW = new Date("2026-01-10T04:00:00Z");
const id = (day: number): SnapshotId => snapshotId.parse(`2026-01-0${day}`);
const rules = { seen: [], now: NOW, replicaMinutes: 60 };

/** Manifests of these days, each naming the one before it; `changed` have other bytes than were written. */
function bucket(side: Side, days: number[], changed: number[] = []): SideManifests {
  const copy = (day: number): ManifestCopy => ({
    sha256: changed.includes(day) ? `${side}-changed-${day}` : `hash-${day}`,
    finishedAt: `2026-01-0${day}T02:05:00Z`,
    previous: { snapshot: id(day - 1), manifest_sha256: `hash-${day - 1}` },
  });
  return { side, bucket: `${side}-bucket`, copies: new Map(days.map((day) => [id(day), copy(day)])) };
}

const found = (sides: SideManifests[], more: Partial<typeof rules> = {}) =>
  checkManifests(sides, { ...rules, ...more }).map(
    ({ snapshot, side, problem }) => `${snapshot} ${side} ${problem.code}`,
  );

test("an unbroken chain, the same in both buckets, is nothing to tell; nor is that older ones have expired", () => {
  expect(found([bucket("primary", [5, 6, 7]), bucket("replica", [5, 6, 7])])).toEqual([]);
  expect(found([bucket("primary", [6, 7]), bucket("replica", [5, 6, 7])])).toEqual([]);
});

describe("is told", () => {
  test("one that the next names otherwise, and the other bucket is not blamed for differing from it", () => {
    const sides = [bucket("primary", [5, 6, 7], [6]), bucket("replica", [5, 6, 7])];
    expect(found(sides)).toEqual(["2026-01-06 primary manifest-altered"]);
  });

  test("one that cannot be understood, and with its own reason", () => {
    const sound = bucket("primary", [5, 6, 7]);
    const problem = problemOf(new AppError("manifest-invalid", { snapshot: id(7), detail: "it is not JSON" }));
    const copies = new Map([...sound.copies, [id(7), { problem }] as const]);
    expect(found([{ ...sound, copies }])).toEqual(["2026-01-07 primary manifest-invalid"]);
  });

  test("one that is gone from between", () => {
    expect(found([bucket("primary", [5, 7])])).toEqual(["2026-01-06 primary manifest-altered"]);
  });

  test("the newest, where the buckets differ: of both, for nothing tells which was written", () => {
    const sides = [bucket("primary", [5, 6, 7], [7]), bucket("replica", [5, 6, 7])];
    expect(found(sides)).toEqual(["2026-01-07 primary manifest-altered", "2026-01-07 replica manifest-altered"]);
  });

  test("the newest that both buckets have alike, when it was another one when it was first seen", () => {
    const alike = bucket("primary", [6, 7], [7]);
    const sides = [alike, { ...bucket("replica", [6, 7]), copies: alike.copies }];
    const seen = [{ snapshot: id(7), sha256: "hash-7", seen_at: "2026-01-07T04:00:00Z" }];
    expect(found(sides, { seen: seen as never })).toEqual([
      "2026-01-07 primary manifest-altered",
      "2026-01-07 replica manifest-altered",
    ]);
  });

  test("one that the replica lacks after its time; before that it is waited for, but the primary waits for nothing", () => {
    const sides = [bucket("primary", [6, 7, 8]), bucket("replica", [6, 7])];
    expect(found(sides)).toEqual(["2026-01-08 replica snapshot-missing"]);
    expect(found(sides, { now: new Date("2026-01-08T03:00:00Z") })).toEqual([]);
    const turned = [bucket("primary", [6, 7]), bucket("replica", [6, 7, 8])];
    expect(found(turned, { now: new Date("2026-01-08T03:00:00Z") })).toEqual(["2026-01-08 primary snapshot-missing"]);
  });
});
