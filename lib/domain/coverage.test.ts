import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { COVERAGE_VIEW, type CoverageInput, coverageOf, type ProvenAt, sufficient } from "./coverage";
import { countLateProofs, summariseCoverage } from "./coverage-summary";
import { snapshotTime } from "./ids";
import { repositoryName, snapshotId } from "./ids-schema";
import type { Manifest, ManifestEntry } from "./manifest";
import { OUTCOMES } from "./outcome";

const NOW = new Date("2026-11-21T12:00:00Z");
const OLD = snapshotId.parse("2026-11-10");

const rowsOf = (manifests: Manifest[], more: Partial<CoverageInput> = {}) =>
  coverageOf({
    manifests,
    finishedAt: (id) => snapshotTime(id).toISOString(),
    proofs: [],
    targetHours: 24,
    now: NOW,
    ...more,
  });
const stateOf = (entry: ManifestEntry, finished?: string) =>
  rowsOf([sampleManifest("2026-11-21", [entry], finished)])[0]?.state;

describe("the state of a repository", () => {
  test.each([
    ["protected", sampleEntry("acme/web")],
    ["protected", sampleEntry("acme/web", "unchanged")],
    ["protected", sampleEntry("acme/web", "empty")],
    ["archived", sampleEntry("acme/web", "unchanged", { archived: true })],
    ["failing", sampleEntry("acme/web", "failed", { last_good_snapshot: OLD })],
    ["failing", sampleEntry("acme/web", "failed", { last_good_snapshot: OLD, archived: true })],
    ["never", sampleEntry("acme/web", "failed")],
    ["vanished", sampleEntry("acme/web", "vanished", { last_good_snapshot: OLD })],
    ["unavailable", sampleEntry("acme/web", "unavailable", { last_good_snapshot: OLD })],
  ] as const)("is %s", (state, entry) => expect(stateOf(entry)).toBe(state));

  test("is overdue when the last good backup is older than the target and its tenth, archived or not", () => {
    expect(stateOf(sampleEntry("acme/web"), "2026-11-20T10:00:00Z")).toBe("protected");
    expect(stateOf(sampleEntry("acme/web"), "2026-11-20T09:00:00Z")).toBe("overdue");
    expect(stateOf(sampleEntry("acme/web", "unchanged", { archived: true }), "2026-11-01T00:00:00Z")).toBe("overdue");
  });
});

describe("the rows", () => {
  test("follow a repository by its id through a new name, in proofs too; another one of its old name is another row", () => {
    const renamed = sampleEntry("acme/new", "captured", { id: 7, previous_names: ["acme/old"] });
    const other = sampleEntry("acme/old", "captured", { id: 8 });
    const proofs: ProvenAt[] = [
      { repositoryId: 7, repo: "acme/old", provenAt: "2026-11-20T00:00:00Z", side: "primary" },
      { repositoryId: 7, repo: "acme/new", provenAt: "2026-11-21T00:00:00Z", side: "replica" },
    ];
    const rows = rowsOf([sampleManifest("2026-11-21", [renamed, other])], { proofs });
    expect(rows.map(({ id, repo, proven }) => [id, repo, proven?.side])).toEqual([
      [7, "acme/new", "replica"],
      [8, "acme/old", undefined],
    ]);
  });

  test("take from older manifests only what the newer ones do not speak of", () => {
    const installed = (id: string, installation: number, entries: ManifestEntry[]): Manifest => ({
      ...sampleManifest(id, entries),
      source: { server: "s", app_id: 1, installations: [{ id: installation, account: "a" }] },
    });
    const newest = installed("2026-11-21", 1, [sampleEntry("acme/web", "failed", { id: 1, last_good_snapshot: OLD })]);
    const before = installed("2026-11-20", 2, [
      sampleEntry("acme/web", "captured", { id: 1 }),
      sampleEntry("globex/app", "captured", { id: 2 }),
    ]);
    expect(sufficient([newest])).toBe(false);
    expect(sufficient([newest, before])).toBe(false);
    expect(sufficient([newest, before, installed("2026-11-19", 1, [])])).toBe(true);
    expect(rowsOf([newest, before]).map(({ repo, state, snapshot }) => [repo, state, snapshot])).toEqual([
      ["acme/web", "failing", "2026-11-21"],
      ["globex/app", "overdue", "2026-11-20"],
    ]);
  });

  test("name what the organisation has and the App was not given, unless it is known after all", () => {
    const hidden = (id: number, name: string) => ({ id, repo: repositoryName.parse(name) });
    const manifest: Manifest = {
      ...sampleManifest("2026-11-21", [sampleEntry("acme/web", "captured", { id: 1 })]),
      source: {
        server: "s",
        app_id: 1,
        installations: [],
        not_visible: [{ account: "acme", repositories: [hidden(1, "acme/web"), hidden(9, "acme/secret")] }],
      },
    };
    expect(rowsOf([manifest]).map(({ repo, state }) => [repo, state])).toEqual([
      ["acme/secret", "not-visible"],
      ["acme/web", "protected"],
    ]);
  });

  test("tell what rebuilding it reads: all bundles of its chain, of a failed one those of its last good snapshot", () => {
    const link = (size_bytes: number) => ({ s3_key: `${size_bytes}`, kind: "full" as const, size_bytes });
    const before = snapshotId.parse("2026-11-20");
    const old = sampleManifest(before, [sampleEntry("acme/was", "captured", { id: 2, chain: [link(30)] })]);
    const newest = sampleManifest("2026-11-21", [
      sampleEntry("acme/web", "unchanged", { id: 1, chain: [link(500), link(7)] }),
      sampleEntry("acme/bad", "failed", { id: 2, last_good_snapshot: before }),
      sampleEntry("acme/worse", "failed", { id: 3, last_good_snapshot: OLD }),
      sampleEntry("acme/none", "empty", { id: 4 }),
    ]);
    const bytes = rowsOf([newest, old]).map((row) => [row.repo, row.bytes]);
    expect(Object.fromEntries(bytes)).toEqual({
      "acme/web": 507,
      "acme/bad": 30,
      "acme/worse": undefined,
      "acme/none": undefined,
    });
  });

  test("are one for every repository of the newest manifest, whatever came before", () => {
    const entry = fc.record({ id: fc.integer({ min: 1, max: 12 }), outcome: fc.constantFrom(...OUTCOMES) });
    const history = fc.array(fc.uniqueArray(entry, { selector: ({ id }) => id }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(history, (days) => {
        const manifests = days.map((entries, index) =>
          sampleManifest(
            `2026-11-${20 - index}`,
            entries.map(({ id, outcome }) => sampleEntry(`acme/day${index}-${id}`, outcome, { id })),
          ),
        );
        const rows = rowsOf(manifests);
        const ids = rows.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(ids)).toEqual(new Set(days.flat().map(({ id }) => id)));
        for (const { id, outcome } of days[0] ?? []) expect(rows.find((row) => row.id === id)?.outcome).toBe(outcome);
        const orders = rows.map(({ state }) => COVERAGE_VIEW[state].order);
        expect(orders).toEqual([...orders].sort((a, b) => a - b));
      }),
    );
  });
});

describe("the summary", () => {
  const manifest = sampleManifest("2026-11-21", [
    sampleEntry("acme/fine"),
    sampleEntry("acme/bad", "failed", { last_good_snapshot: OLD }),
    sampleEntry("acme/gone", "vanished", { last_good_snapshot: snapshotId.parse("2026-01-01") }),
    sampleEntry("acme/none", "empty"),
  ]);

  test("counts hours since the last safe backup of the worst that should be backed up; what vanished does not count", () => {
    expect(summariseCoverage(rowsOf([manifest]), NOW)).toMatchObject({ overdue: 1, hoursSinceBackup: 11 * 24 + 12 });
  });

  test("counts one that was never backed up from when it was first seen", () => {
    const rows = rowsOf([sampleManifest("2026-11-21", [sampleEntry("acme/new", "failed")])]);
    const seen = rows.map((row) => ({ ...row, since: "2026-11-19T12:00:00Z" }));
    expect(summariseCoverage(seen, NOW)).toMatchObject({ overdue: 1, hoursSinceBackup: 48 });
  });

  test("counts a chain that was never proven from its first backup, and leaves out what has nothing to prove", () => {
    const link = { s3_key: "k", kind: "full" as const, size_bytes: 1, created_at: "2026-11-18T12:00:00Z" };
    const chained = sampleManifest("2026-11-21", [
      sampleEntry("acme/old", "unchanged", { id: 1, chain: [link] }),
      sampleEntry("acme/proven", "unchanged", { id: 2, chain: [link] }),
      sampleEntry("acme/none", "empty", { id: 3 }),
    ]);
    const proofs: ProvenAt[] = [{ repositoryId: 2, repo: "x", provenAt: "2026-11-21T06:00:00Z", side: "primary" }];
    expect(summariseCoverage(rowsOf([chained], { proofs }), NOW)).toMatchObject({ hoursSinceProof: 72, unproven: 1 });
    expect(countLateProofs(rowsOf([chained], { proofs }), 1, NOW)).toBe(1);
    expect(countLateProofs(rowsOf([chained], { proofs }), 2, NOW)).toBe(0);
    const both: ProvenAt[] = [
      ...proofs,
      { repositoryId: 1, repo: "x", provenAt: "2026-11-21T00:00:00Z", side: "replica" },
    ];
    expect(summariseCoverage(rowsOf([chained], { proofs: both }), NOW)).toMatchObject({
      hoursSinceProof: 12,
      unproven: 0,
    });
  });
});
