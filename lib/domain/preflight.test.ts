import { describe, expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import type { ManifestEntry } from "./manifest";
import { planRestore } from "./plan-restore";
import { judgePreflight, organisationsOf, refusalOf, targetProblem } from "./preflight";
import type { PreflightId } from "./preflight-check";
import type { OrganisationFacts, PreflightFacts, TargetFacts } from "./preflight-facts";
import type { SnapshotRequest } from "./restore-request";
import { restoreRequest } from "./restore-request-schema";

const planOf = (request: object, entries: ManifestEntry[] = [sampleEntry("acme/web")]) => {
  const parsed = restoreRequest.parse({ snapshot: "2026-04-16", source: "primary", ...request }) as SnapshotRequest;
  const refs = [{ name: "refs/heads/fix", oid: "a".repeat(40) }];
  return planRestore(parsed, {
    manifest: sampleManifest("2026-04-16", entries),
    bucket: "b",
    existing: new Set(),
    refs,
  });
};
const ONE = { kind: "repository", repository: "acme/web", target: "acme/x" };
const BATCH = { kind: "batch", repositories: "all", naming: { suffix: "-r" } };
const REF = { kind: "ref", repository: "acme/web", ref: "refs/heads/fix", target: "acme/web", branch: "recovered/fix" };

const GOOD: OrganisationFacts = {
  organisation: "acme",
  installation: { suspended: false, permissions: { administration: "write", contents: "write", workflows: "write" } },
  privateAllowed: true,
  enterprise: true,
  rulesets: [],
  budget: { remaining: 4000, limit: 5000, reset: "2026-04-16T10:00:00Z" },
};
const facts = (more: Partial<OrganisationFacts> = {}, targets: object[] = []): PreflightFacts => ({
  app: "1002",
  organisations: [{ ...GOOD, ...more }],
  targets: targets as TargetFacts[],
});
const stateOf = (id: PreflightId, checks: ReturnType<typeof judgePreflight>) =>
  checks.find((each) => each.id === id)?.state;

test("what GitHub would do as it is asked passes; what it does not tell is unknown, and neither refuses", () => {
  const checks = judgePreflight(planOf(ONE), facts({}, [{ target: "acme/x", state: "free" }]));
  const not = checks.filter(({ state }) => state !== "ok").map(({ id, state }) => `${id} ${state}`);
  expect(not).toEqual(["push-protection unknown", "object-size unknown"]);
  const silent = judgePreflight(
    planOf(ONE),
    facts({ privateAllowed: undefined, rulesets: undefined, budget: undefined }),
  );
  expect([stateOf("policy", silent), stateOf("rulesets", silent), stateOf("rate-limit", silent)]).toEqual(
    Array.from({ length: 3 }, () => "unknown"),
  );
  expect(refusalOf(silent)).toBeUndefined();
  expect(silent.filter(({ state, hint }) => state === "warning" && !hint)).toEqual([]);
});

describe("refused before anything is created", () => {
  const refusal = (more: Partial<OrganisationFacts>) => refusalOf(judgePreflight(planOf(ONE), facts(more)));
  test("where the App is not installed, suspended, or lacks a permission, which is named", () => {
    expect(refusal({ installation: undefined })?.code).toBe("app-not-installed");
    const permissions = { administration: "write", contents: "write", workflows: "write" };
    expect(refusal({ installation: { suspended: true, permissions } })?.code).toBe("restore-app-suspended");
    for (const name of ["administration", "contents", "workflows"]) {
      const lacking = refusal({ installation: { suspended: false, permissions: { ...permissions, [name]: "read" } } });
      expect(lacking).toMatchObject({ code: "app-permissions", message: expect.stringContaining(`${name}: write`) });
    }
  });

  test("where the name is taken, or the former name of another", () => {
    const judged = (target: object) =>
      refusalOf(judgePreflight(planOf(ONE), facts({}, [{ target: "acme/x", ...target }])));
    expect(judged({ state: "taken" })?.code).toBe("target-exists");
    expect(judged({ state: "redirects", now: "acme/y" })).toMatchObject({
      code: "target-redirects",
      message: expect.stringContaining("acme/y"),
    });
    expect(judged({ state: "ours" })).toBeUndefined();
  });

  test("where a branch is to be made in a repository that is not there, or has it already", () => {
    const judged = (target: object) =>
      refusalOf(judgePreflight(planOf(REF), facts({}, [{ target: "acme/web", ...target }])));
    expect(judged({ state: "free" })?.code).toBe("github-not-found");
    expect(judged({ state: "taken", branchTaken: true })?.code).toBe("branch-exists");
    expect(judged({ state: "taken", branchTaken: false })).toBeUndefined();
  });
});

describe("of many", () => {
  const entries = [sampleEntry("acme/api"), sampleEntry("acme/web")];
  test("one name that is taken concerns that one only; all of them refuse the whole", () => {
    const targets = [
      { target: "acme/api-r", state: "taken" },
      { target: "acme/web-r", state: "free" },
    ];
    const some = judgePreflight(planOf(BATCH, entries), facts({}, targets));
    expect(some.find(({ id }) => id === "target-names")).toMatchObject({ state: "refused", targets: ["acme/api-r"] });
    expect(refusalOf(some)).toBeUndefined();
    expect(targetProblem(targets[0] as TargetFacts)?.code).toBe("target-exists");
    const all = judgePreflight(
      planOf(BATCH, entries),
      facts(
        {},
        targets.map((each) => ({ ...each, state: "taken" })),
      ),
    );
    expect(refusalOf(all)?.code).toBe("target-exists");
  });

  test("a budget that is too small is a warning: the restore waits for the next hour", () => {
    const small = { remaining: 3, limit: 5000, reset: "2026-04-16T10:00:00Z" };
    expect(stateOf("rate-limit", judgePreflight(planOf(BATCH, entries), facts({ budget: small })))).toBe("warning");
  });
});

test("what will probably be refused is a warning that says what to do", () => {
  const large = [sampleEntry("acme/web", "captured", { largest_object_bytes: 2 ** 30, visibility: "internal" })];
  const checks = judgePreflight(
    planOf(ONE, large),
    facts({ privateAllowed: false, enterprise: false, rulesets: ["no force pushes"] }),
  );
  for (const id of ["policy", "visibility", "rulesets", "object-size"] as const)
    expect(
      checks.find((each) => each.id === id),
      id,
    ).toMatchObject({ state: "warning", hint: expect.stringMatching(/\.$/) });
});

test("an export and a directory need nothing of GitHub; the organisations asked are the targets'", () => {
  expect(judgePreflight(planOf({ kind: "export", repository: "acme/web" }), facts())).toEqual([]);
  const naming = { organisation: "DR" };
  expect(organisationsOf(planOf({ ...BATCH, naming }, [sampleEntry("acme/api"), sampleEntry("acme/web")]))).toEqual([
    "DR",
  ]);
});
