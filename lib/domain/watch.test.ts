import { describe, expect, test } from "vitest";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import type { CoverageRow } from "./coverage";
import { summariseCoverage } from "./coverage-summary";
import { snapshotId } from "./ids-schema";
import { METRICS } from "./metrics";
import { DEFAULT_TARGETS } from "./targets";
import { gaugesOf, replicatedBy, sinceWhen, type WatchedReplica } from "./watch";

const NOW = new Date("2026-11-21T12:00:00Z");
const NEW = { snapshot: snapshotId.parse("2026-11-21"), at: "2026-11-21T02:00:00Z" };
const BEFORE = { snapshot: snapshotId.parse("2026-11-20"), at: "2026-11-20T02:00:00Z" };
const replica = (more: Partial<WatchedReplica> = {}): WatchedReplica => ({
  state: "known",
  lag_minutes: 3,
  pending: 0,
  stuck: 0,
  complete: BEFORE,
  snapshots: [],
  objects: [],
  ...more,
});
const object = (key: string) => ({ key, state: "failed" as const, since: NEW.at, size_bytes: 1 });

describe("the gauges", () => {
  const names = (more: Partial<Parameters<typeof gaugesOf>[0]>) =>
    gaugesOf({ summary: summariseCoverage([], NOW), replica: replica(), targets: DEFAULT_TARGETS, ...more }).map(
      ({ name }) => name,
    );

  test("leave out what is not known, so that the alarm hears its silence", () => {
    expect(names({})).toEqual([METRICS.repositoriesOverdue, METRICS.replicaLag, METRICS.replicaObjectsFailed]);
    expect(names({ replica: { state: "unknown", snapshots: [], objects: [] } })).toEqual([METRICS.repositoriesOverdue]);
  });

  test("tell of drills only where drills are configured", () => {
    expect(names({ hoursSinceDrill: 5 })).not.toContain(METRICS.hoursSinceLastDrill);
    const targets = { ...DEFAULT_TARGETS, drillIntervalDays: 7 };
    expect(names({ hoursSinceDrill: 5, targets })).toContain(METRICS.hoursSinceLastDrill);
  });
});

describe("the newest backup that is whole in the replica", () => {
  const entry = sampleEntry("acme/web");
  const [link] = entry.chain;
  const of = (found: WatchedReplica, lookedUpTo: typeof NEW.snapshot | "any" = "any") =>
    replicatedBy(found, lookedUpTo)?.(entry, NEW);

  test("is the newest one when no object of its chain and not its manifest is missing", () => {
    expect(of(replica())).toEqual(NEW);
    expect(of(replica({ objects: [object("github-backup/2026-11-21/acme/other.bundle")] }))).toEqual(NEW);
  });

  test("is the last snapshot that is whole when a bundle or the manifest is missing, or nobody has looked yet", () => {
    expect(of(replica({ objects: [object(link?.s3_key ?? "")] }))).toEqual(BEFORE);
    expect(of(replica({ objects: [object("github-backup/2026-11-21/manifest.json")] }))).toEqual(BEFORE);
    expect(of(replica(), BEFORE.snapshot)).toEqual(BEFORE);
    expect(of(replica({ objects: [object(link?.s3_key ?? "")], complete: undefined }))).toBeUndefined();
  });

  test("counts every bundle of a snapshot that is not whole where the report could not name all", () => {
    const snapshots = [{ snapshot: snapshotId.parse("2026-11-01"), pending: 0, stuck: 5000, lag_minutes: 1 }];
    expect(of(replica({ snapshots, objects_left_out: 4000 }))).toEqual(BEFORE);
    expect(of(replica({ snapshots }))).toEqual(NEW);
  });

  test("is not known where there is no replica, or it does not answer", () => {
    expect(replicatedBy({ state: "unconfigured", snapshots: [], objects: [] }, "any")).toBeUndefined();
    expect(replicatedBy(undefined, "any")).toBeUndefined();
  });
});

test("since when a repository is as it is stays while it is so, also under another name", () => {
  const row = (more: Partial<CoverageRow>): CoverageRow => ({ id: 1, repo: "acme/web", state: "failing", ...more });
  const [first] = sinceWhen([row({})], [], NOW);
  expect(first?.since).toBe(NOW.toISOString());
  const later = new Date("2026-11-22T12:00:00Z");
  expect(sinceWhen([row({ repo: "acme/new" })], first ? [first] : [], later)[0]?.since).toBe(NOW.toISOString());
  expect(sinceWhen([row({ state: "protected" })], first ? [first] : [], later)[0]?.since).toBe(later.toISOString());
});
