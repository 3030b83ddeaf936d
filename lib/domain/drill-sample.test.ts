import fc from "fast-check";
import { expect, test } from "vitest";
import type { DrillRecord } from "./drill";
import { type DrillCandidate, drillCandidates, drillSample } from "./drill-sample";
import { repositoryName, runId, snapshotId } from "./ids-schema";

const MIB = 1024 * 1024;
const candidate = (id: number, mib: number): DrillCandidate => ({
  repository: repositoryName.parse(`acme/r${String(id).padStart(4, "0")}`),
  repositoryId: id,
  bytes: mib * MIB,
});

function drilled(sample: DrillCandidate[], day: number, state: "restored" | "failed" = "restored"): DrillRecord {
  return {
    ...{ version: 1, run: runId.parse("20260101T000000Z-abc123"), mode: "local", side: "primary", state: "passed" },
    snapshot: snapshotId.parse("2026-01-01"),
    started_at: new Date(Date.UTC(2026, 0, day)).toISOString(),
    items: sample.map(({ repository, repositoryId, bytes }) => ({
      ...{ repository, repository_id: repositoryId, bytes, size_class: "small", state, removed: true },
    })),
  };
}

test("every repository has its turn: with n of m a drill, all m within ceil(m / n) drills of one size class", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), (count, each) => {
      const all = Array.from({ length: count }, (_, id) => candidate(id, 1));
      const past: DrillRecord[] = [];
      for (let day = 1; day <= Math.ceil(count / each); day++) past.push(drilled(drillSample(all, past, each), day));
      expect(new Set(past.flatMap(({ items }) => items.map(({ repository }) => repository))).size).toBe(count);
    }),
  );
});

test("each size class takes part, the largest first", () => {
  const all = [candidate(1, 1), candidate(2, 2), candidate(3, 100), candidate(4, 400)];
  expect(drillSample(all, [], 1).map(({ repositoryId }) => repositoryId)).toEqual([4]);
  expect(drillSample(all, [], 3).map(({ repositoryId }) => repositoryId)).toEqual([4, 3, 1]);
  expect(drillSample(all, [], 9)).toHaveLength(4);
  expect(drillSample([], [], 3)).toEqual([]);
});

test("what GitHub cannot hold is drilled on the worker's disk only: it would fail each time, and keep its turn for ever", () => {
  const chain = [{ s3_key: "k", kind: "full" as const, size_bytes: 1 }];
  const entry = (name: string, object_format: "sha1" | "sha256") => ({
    ...{ repo: repositoryName.parse(`acme/${name}`), outcome: "captured" as const, chain, object_format },
  });
  const entries = [entry("usual", "sha1"), entry("modern", "sha256"), { ...entry("empty", "sha1"), chain: [] }];
  const names = (mode: "github" | "local") => drillCandidates(entries, mode).map(({ repository }) => repository);
  expect(names("github")).toEqual(["acme/usual"]);
  expect(names("local")).toEqual(["acme/usual", "acme/modern"]);
});

test("one that failed keeps its turn, and a renamed one does not get another", () => {
  const all = [candidate(1, 1), candidate(2, 1)];
  const [first] = drillSample(all, [], 1);
  if (!first) throw new Error("no sample");
  expect(drillSample(all, [drilled([first], 1, "failed")], 1)).toEqual([first]);
  const renamed = { ...first, repository: repositoryName.parse("acme/zz-renamed") };
  const after = drillSample([renamed, ...all.filter((each) => each !== first)], [drilled([first], 1)], 1);
  expect(after[0]?.repositoryId).not.toBe(first.repositoryId);
});
