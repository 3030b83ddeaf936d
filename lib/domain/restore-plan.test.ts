import { describe, expect, test } from "vitest";
import { repositoryName, snapshotId } from "./ids";
import { type Manifest, totalsOf } from "./manifest";
import { canonicalPlan, planDifference, planRestore, type RestoreRequest } from "./restore-plan";

const snapshot = snapshotId.parse("2026-04-16");
const key = "github-backup/2026-04-16/acme/web.bundle";
const captured: Manifest["repos"][number] = {
  id: 7,
  repo: repositoryName.parse("acme/web"),
  outcome: "captured",
  default_branch: "trunk",
  refs: { count: 10, heads: 3, tags: 2, pulls: 5, digest: "sha256:x" },
  chain: [{ s3_key: key, version_id: "v1", kind: "full", size_bytes: 99, sha256: "abc" }],
};
const manifestOf = (entry: Manifest["repos"][number]): Manifest => ({
  format: 2,
  snapshot,
  date: "2026-04-16",
  timestamp: "2026-04-16T02:00:00Z",
  total_repos: 1,
  success_count: 1,
  totals: totalsOf([entry], 99),
  repos: [entry],
});
const request: RestoreRequest = {
  snapshot,
  repository: captured.repo,
  source: "primary",
  target: repositoryName.parse("acme/web-restored"),
};
const plan = (entry = captured, existing: string[] = [], changed: Partial<RestoreRequest> = {}) =>
  planRestore({ ...request, ...changed }, { manifest: manifestOf(entry), bucket: "b", existing: new Set(existing) });

test("the plan says from which objects, in which steps, and what is not restored", () => {
  const made = plan();
  expect(made.chain).toEqual([{ key, versionId: "v1", kind: "full", sizeBytes: 99, sha256: "abc" }]);
  expect(made.steps.map(({ step }) => step)).toEqual([
    "read",
    "rebuild",
    "create",
    "actions-off",
    "push",
    "default-branch",
    "compare",
    "receipt",
  ]);
  expect(made.notRestored[0]).toContain("5 other refs");
  expect(made.visibility).toBe("private");
});

test("equal plans have one canonical text; any difference changes it and can be told", () => {
  const [a, b] = [plan(), plan()];
  expect(canonicalPlan(a)).toBe(canonicalPlan(b));
  const other = plan({
    ...captured,
    chain: [{ ...captured.chain[0], sha256: "def" } as (typeof captured.chain)[number]],
  });
  expect(canonicalPlan(other)).not.toBe(canonicalPlan(a));
  expect(planDifference(a, other)).toMatch(/^chain was .* and is now /);
  expect(planDifference(a, b)).toBeUndefined();
});

describe("is refused", () => {
  test("when the target exists, whatever its case", () => {
    expect(() => plan(captured, ["acme/web-restored"], { target: repositoryName.parse("acme/Web-Restored") })).toThrow(
      /exists already/,
    );
  });
  test("when the name is not one GitHub accepts", () => {
    expect(() => plan(captured, [], { target: repositoryName.parse("acme/web.git") })).toThrow(/not a repository name/);
  });
  test("when the repository was not in the snapshot", () => {
    expect(() => plan(captured, [], { repository: repositoryName.parse("acme/none") })).toThrow(/has no repository/);
  });
  test("when nothing of it was kept, naming its last good snapshot", () => {
    const failed = {
      ...captured,
      outcome: "failed" as const,
      chain: [],
      last_good_snapshot: snapshotId.parse("2026-04-15"),
    };
    expect(() => plan(failed)).toThrow(
      expect.objectContaining({ code: "nothing-to-restore", hint: expect.stringContaining("2026-04-15") }),
    );
  });
});

test("a snapshot without checksums is restored with a warning", () => {
  const old = { ...captured, chain: [{ s3_key: key, kind: "full" as const, size_bytes: 99 }] };
  expect(plan(old).warnings[0]).toContain("no checksums");
});
