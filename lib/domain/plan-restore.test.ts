import { describe, expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { confirmationFor, isGrave } from "./confirmation";
import { snapshotId } from "./ids-schema";
import type { ManifestEntry } from "./manifest";
import { canonicalPlan, planDifference } from "./plan-difference";
import { type PlanSource, planRearm, planRestore } from "./plan-restore";
import { approvedPlan, restorePlan } from "./restore-plan";
import type { RequestOf, SnapshotRequest } from "./restore-request";
import { restoreRequest } from "./restore-request-schema";

const from = { snapshot: "2026-04-16", source: "primary" };
const request = (fields: object) => restoreRequest.parse({ ...from, ...fields }) as SnapshotRequest;
const one = (fields: object = {}) =>
  request({ kind: "repository", repository: "acme/web", target: "acme/web-restored", ...fields });
const many = (fields: object = {}) =>
  request({ kind: "batch", repositories: "all", naming: { suffix: "-r" }, ...fields });
const plan = (wanted: SnapshotRequest, entries: ManifestEntry[] = [WEB], more: Partial<PlanSource> = {}) =>
  planRestore(wanted, { manifest: sampleManifest("2026-04-16", entries), bucket: "b", existing: new Set(), ...more });

const WEB = sampleEntry("acme/web", "captured", {
  id: 7,
  default_branch: "trunk",
  refs: { count: 10, heads: 3, tags: 2, pulls: 5, digest: "sha256:x" },
  visibility: "public",
  topics: ["shop"],
});
const THREE = [sampleEntry("acme/api"), sampleEntry("acme/web"), sampleEntry("other/web")];

describe("the plan of one repository", () => {
  test("says from which objects, in which steps, and what is not restored", () => {
    const { items, steps, notRestored, bucket, totalBytes } = plan(one());
    expect(items[0]).toMatchObject({
      ...{ repository: "acme/web", repositoryId: 7, target: "acme/web-restored", topics: ["shop"] },
      chain: [{ key: "github-backup/2026-11-01/acme/web.bundle", kind: "full", sizeBytes: 1000 }],
    });
    expect({ bucket, totalBytes }).toEqual({ bucket: "b", totalBytes: 1000 });
    const names = "preflight read rebuild create actions-off push compare finish receipt";
    expect(steps.map(({ step }) => step).join(" ")).toBe(names);
    expect(notRestored.join("\n")).toMatch(/^5 other refs[\s\S]*visibility public[\s\S]*Git LFS/);
  });

  test("is refused when the target exists, whatever its case", () => {
    const existing = new Set(["acme/web-restored"]);
    const code = expect.objectContaining({ code: "target-exists" });
    expect(() => plan(one({ target: "acme/Web-Restored" }), [WEB], { existing })).toThrow(code);
  });

  test("is refused when GitHub would not take the name, or make another of it", () => {
    for (const target of ["acme/web.git", "acme/web.WIKI", `acme/${"x".repeat(101)}`])
      expect(() => plan(one({ target }))).toThrow(expect.objectContaining({ code: "target-name-invalid" }));
  });

  test("is refused when the snapshot has no such repository, or nothing of it", () => {
    expect(() => plan(one({ repository: "acme/none" }))).toThrow(expect.objectContaining({ code: "entry-missing" }));
    const failed = sampleEntry("acme/web", "failed", { last_good_snapshot: snapshotId.parse("2026-04-15") });
    expect(() => plan(one(), [failed])).toThrow(
      expect.objectContaining({ code: "nothing-to-restore", hint: expect.stringContaining("2026-04-15") }),
    );
  });

  test("warns of what is not as usual: no checksums, an older state, files over the limit, parts", () => {
    const old = { ...WEB, chain: [{ s3_key: "k", kind: "full" as const, size_bytes: 3 * 1024 ** 3 }] };
    const stale = { ...old, outcome: "failed" as const, largest_object_bytes: 2 ** 30, archived: true };
    const words = plan(one(), [stale]).warnings.join("\n");
    for (const part of ["no checksums", "last good state", "refuses files over 100 MiB", "in parts", "archived again"])
      expect(words).toContain(part);
    expect(plan(one()).warnings).toEqual([]);
  });
});

describe("the plan of many", () => {
  test("names each by the rule, and has an item for each", () => {
    const naming = { organisation: "dr", prefix: "old-", suffix: "-{date}" };
    const { items } = plan(many({ naming }), [sampleEntry("acme/api"), sampleEntry("acme/web")]);
    expect(items.map(({ target }) => target)).toEqual(["dr/old-api-2026-04-16", "dr/old-web-2026-04-16"]);
  });

  test("refuses each that cannot be, with its reason, and goes on with the others", () => {
    const naming = { organisation: "dr" };
    const repositories = ["acme/api", "acme/web", "other/web", "acme/none", "acme/empty", "ACME/api"];
    const entries = [...THREE, sampleEntry("acme/empty", "empty")];
    const existing = new Set(["dr/api"]);
    const made = plan(many({ repositories, naming }), entries, { existing });
    expect(made.items.map(({ repository, target }) => `${repository} ${target}`)).toEqual(["acme/web dr/web"]);
    expect(made.refused.map(({ repository, problem }) => `${repository} ${problem.code}`).sort()).toEqual([
      "acme/api target-exists",
      "acme/empty nothing-to-restore",
      "acme/none entry-missing",
      "other/web target-collides",
    ]);
  });

  test("of all leaves out what was never captured, and says how many", () => {
    const made = plan(many(), [...THREE, sampleEntry("acme/empty", "empty")]);
    expect(made.items).toHaveLength(3);
    expect(made.refused).toEqual([]);
    expect(made.warnings.join()).toContain("1 repository of the snapshot hold nothing");
  });

  test("refuses what has other object names than GitHub's, alone and among others, but not for a download", () => {
    const sha256 = sampleEntry("acme/new", "captured", { object_format: "sha256" });
    const refusal = expect.objectContaining({ code: "object-format-refused" });
    const refused = plan(many(), [...THREE, sha256]).refused;
    expect(refused).toEqual([{ repository: "acme/new", problem: refusal }]);
    const from = { snapshot: many().snapshot, source: "primary", repository: "acme/new" };
    const asked = (request: object) => () => plan(restoreRequest.parse({ ...from, ...request }) as never, [sha256]);
    expect(asked({ kind: "repository", target: "acme/new-restored" })).toThrow(refusal);
    expect(asked({ kind: "export" })).not.toThrow();
  });

  test("is refused as a whole only when nothing is left", () => {
    const naming = { suffix: ".git" };
    expect(() => plan(many({ naming }), THREE)).toThrow(
      expect.objectContaining({ code: "batch-empty", message: expect.stringMatching(/acme\/api: .*; acme\/web: /) }),
    );
  });

  test("says what GitHub makes of a name it does not take as it is", () => {
    const made = plan(many({ naming: { prefix: "a b:" } }), [WEB]);
    expect(made.items[0]?.target).toBe("acme/a-b-web");
    expect(made.warnings.join()).toContain("GitHub makes another name of 1 name");
  });

  test("tells hours where GitHub's limit of creations takes hours", () => {
    const fleet = Array.from({ length: 1200 }, (_, index) => sampleEntry(`acme/r${index}`));
    const { estimate } = plan(many(), fleet);
    expect(estimate.seconds).toBeGreaterThan(2 * 3600);
    expect(estimate.basis).toMatch(/2 h \d\d min for 1,200 repositories.* as fast as GitHub lets/);
  });
});

describe("the plan of one ref", () => {
  const ref = {
    kind: "ref",
    repository: "acme/web",
    ref: "refs/heads/fix",
    target: "acme/web",
    branch: "recovered/fix",
  };
  const refs = [{ name: "refs/heads/fix", oid: "a".repeat(40) }];

  test("has the ref's object, creates nothing and changes no settings", () => {
    const made = plan(request(ref), [WEB], { refs });
    expect(made.items[0]).toMatchObject({ ref: { name: "refs/heads/fix", oid: "a".repeat(40) }, archived: false });
    expect(made.items[0]).not.toHaveProperty("topics");
    expect(made.steps.map(({ step }) => step)).not.toContain("create");
    expect(made.warnings.join()).toContain("workflows");
  });

  test("is refused when the snapshot does not have the ref", () => {
    expect(() => plan(request({ ...ref, ref: "refs/heads/none" }), [WEB], { refs })).toThrow(
      /has no refs\/heads\/none/,
    );
  });
});

test("the plan of an export, of a directory and of a change afterwards need no name on GitHub", () => {
  const exported = plan(request({ kind: "export", repository: "acme/web" }));
  const local = plan(request({ kind: "local", repository: "acme/web", directory: "/restored/web" }));
  expect([exported, local].map(({ items }) => items[0]?.target)).toEqual([undefined, undefined]);
  expect(local.steps.map(({ text }) => text).join()).toContain("/restored/web");
  expect(planRearm(rearm({ action: "enable-actions" }))).toMatchObject({ items: [], request: { kind: "rearm" } });
});

describe("equal plans", () => {
  test("have one canonical text; any difference changes it and is told with the repository and the field", () => {
    const [a, b] = [plan(many(), THREE), plan(many(), THREE)];
    expect(canonicalPlan(a)).toBe(canonicalPlan(b));
    expect(planDifference(a, b)).toBeUndefined();
    const changed = [sampleEntry("acme/api"), { ...sampleEntry("acme/web"), default_branch: "next" }];
    const other = plan(many(), changed);
    expect(canonicalPlan(other)).not.toBe(canonicalPlan(a));
    expect(planDifference(a, other)).toBe('acme/web: defaultBranch was "main" and is now "next"');
    expect(planDifference(a, plan(many(), [sampleEntry("acme/api")]))).toBe(
      "acme/web was to be restored and no longer is",
    );
    expect(planDifference(plan(many(), [sampleEntry("acme/api")]), a)).toBe(
      "acme/web was not to be restored and now is",
    );
    expect(planDifference(a, { ...a, totalBytes: 1 })).toBe("totalBytes was 3000 and is now 1");
  });

  test("survive being written and read", () => {
    const made = plan(many(), THREE);
    const read = restorePlan.parse(JSON.parse(JSON.stringify(made)));
    expect(canonicalPlan(read)).toBe(canonicalPlan(made));
  });
});

test("a plan of the first version is read as one of the second, and never passes for the same", () => {
  const stored = {
    ...{ run: "20260416T091500Z-k3f9q2", digest: "sha256:1", approvedBy: "omar", approvedAt: "2026-04-16T09:15:00Z" },
    plan: {
      ...{ version: 1, request: { ...from, repository: "acme/web", target: "acme/x" }, bucket: "b", totalBytes: 9 },
      ...{ chain: [{ key: "k", kind: "full", sizeBytes: 9 }], objectFormat: "sha1", visibility: "private" },
      ...{ steps: [{ step: "default-branch", text: "Set it" }], notRestored: [], warnings: [] },
    },
  };
  const { plan: read } = approvedPlan.parse(stored);
  expect(read).toMatchObject({
    ...{ version: 2, request: { kind: "repository" }, steps: [{ step: "finish", text: "Set it" }] },
    items: [{ repository: "acme/web", target: "acme/x", totalBytes: 9 }],
  });
  expect(planDifference(read, plan(one({ target: "acme/x" })))).toBeDefined();
});

describe("what has to be typed", () => {
  const typed = (made: Parameters<typeof confirmationFor>[0]) => confirmationFor(made);
  test("is the target, how many they are, or nothing where nothing is made", () => {
    expect(typed(plan(one()))).toBe("acme/web-restored");
    expect(typed(plan(many(), THREE))).toBe("restore 3 repositories");
    expect(typed(plan(request({ kind: "export", repository: "acme/web" })))).toBeUndefined();
  });

  test("is the target again for what cannot be taken back, and nothing for what can", () => {
    const change = (fields: object) => planRearm(rearm(fields));
    expect(typed(change({ action: "delete" }))).toBe("acme/web");
    expect(typed(change({ action: "set-visibility", visibility: "public" }))).toBe("acme/web");
    expect(typed(change({ action: "set-visibility", visibility: "internal" }))).toBeUndefined();
    expect(isGrave(rearm({ action: "enable-actions" }))).toBe(false);
  });
});

function rearm(change: object): RequestOf<"rearm"> {
  const fields = { target: "acme/web", repositoryId: 5, restoredBy: "20260416T091500Z-k3f9q2", change };
  return restoreRequest.parse({ kind: "rearm", ...fields }) as RequestOf<"rearm">;
}
