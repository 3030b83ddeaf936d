import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { planRestore } from "@/lib/domain/plan-restore";
import type { RequestOf } from "@/lib/domain/restore-request";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { BUCKETS } from "@/sandbox/names";
import { RestoreBench, small } from "./testing/restore-bench";

const NAMES = ["api", "auth", "billing", "docs", "mailer", "orders", "search", "web"];
let bench: RestoreBench;

beforeAll(async () => {
  bench = await RestoreBench.start([
    ...NAMES.map((name) => small(name)),
    { name: "empty", description: "Nothing yet", special: "empty" },
  ]);
});
afterEach(() => bench.box.clearFaults());
afterAll(() => bench.stop());

describe("all of a snapshot, beside the sources", () => {
  test("come back one by one, each with its receipt; the one whose name is taken is refused and named", async () => {
    await bench.box.github("repositories", { organisation: "acme", name: "docs-back" });
    const run = await bench.restore(["--all", "--suffix=-back"]);
    expect(run.exitCode, run.output).toBe(1);
    expect(run.last).toMatchObject({ code: "restore-incomplete", message: expect.stringContaining("1 of 8") });
    const { state, restore, progress } = await bench.record(run.id);
    expect({ state, counts: restore?.counts, done: progress?.done }).toEqual({
      state: "partial",
      counts: { total: 8, done: 7, skipped: 0, refused: 1, failed: 0 },
      done: 8,
    });
    expect(restore?.restored?.[0]).toMatchObject({
      ...{ repository: "acme/docs", target: "acme/docs-back", state: "refused" },
      problem: { code: "target-exists", hint: expect.stringContaining("never overwrites") },
    });
    for (const name of NAMES.filter((each) => each !== "docs")) {
      const target = `acme/${name}-back`;
      expect(await bench.refs(target), name).toEqual(await bench.refs(`acme/${name}`));
      const item = restore?.restored?.find((each) => each.target === target);
      const receipt = await bench.receipt(run.id, target);
      expect(receipt).toMatchObject({ kind: "batch", hash: item?.receipt_hash, counts: { missing: 0, different: 0 } });
      expect(await bench.github(`/repos/${target}`)).toMatchObject({
        ...{ private: true, id: item?.repository_id, description: `Sources of ${name}` },
      });
      expect(await bench.github(`/repos/${target}/actions/permissions`)).toMatchObject({ enabled: false });
    }
  });
});

describe("some into another organisation", () => {
  const target = (name: string) => `acme-dr/old-${name}-x`;
  const args = [
    "--repositories",
    "acme/api,acme/auth,acme/web",
    "--organisation",
    "acme-dr",
    "--prefix",
    "old-",
    "--suffix=-x",
  ];
  let failed: Awaited<ReturnType<RestoreBench["restore"]>>;

  beforeAll(async () => {
    // The organisation appears with its first repository, and the Apps are installed there.
    await bench.box.github("repositories", { organisation: "acme-dr", name: "first" });
    await bench.box.fault("github", {
      match: { method: "PUT", path: "/repos/acme-dr/old-auth-x/actions/permissions" },
      action: { kind: "status", status: 403, body: '{"message":"Resource not accessible by integration"}' },
      times: 0,
    });
    failed = await bench.restore(args);
    await bench.box.clearFaults();
  });

  test("one that fails does not stop the others, says why, and leaves a repository that says what it is", async () => {
    expect(failed.exitCode, failed.output).toBe(1);
    const { state, restore } = await bench.record(failed.id);
    expect({ state, counts: restore?.counts }).toMatchObject({ state: "partial", counts: { done: 2, failed: 1 } });
    expect(restore?.restored?.[0]).toMatchObject({ repository: "acme/auth", problem: { code: "github-forbidden" } });
    expect(await bench.refs(target("web"))).toEqual(await bench.refs("acme/web"));
    expect(await bench.refs(target("auth"))).toEqual([]);
    const { description } = await bench.github(`/repos/${target("auth")}`);
    expect(description).toMatch(
      new RegExp(`^Holdfast restore ${failed.id}: failed \\(.*; retry or delete it in Holdfast$`),
    );
    expect(await bench.journal(failed.id, target("auth"))).toMatchObject({ state: "failed", failed_in: "created" });
  });

  test("a retry restores that one only, into the repository that was made", async () => {
    const before = await bench.github(`/repos/${target("auth")}`);
    const run = await bench.restore(["--retry", failed.id]);
    expect(run.exitCode, run.output).toBe(0);
    const { state, restore, trigger } = await bench.record(run.id);
    expect({ state, trigger, retryOf: restore?.retry_of }).toEqual({
      state: "succeeded",
      trigger: "retry",
      retryOf: failed.id,
    });
    expect(restore?.counts).toEqual({ total: 3, done: 1, skipped: 2, refused: 0, failed: 0 });
    expect(restore?.restored?.find((each) => each.state === "skipped")).toMatchObject({
      receipt: expect.stringContaining(failed.id),
    });
    expect(await bench.refs(target("auth"))).toEqual(await bench.refs("acme/auth"));
    expect(await bench.github(`/repos/${target("auth")}`)).toMatchObject({
      id: before.id,
      description: "Sources of auth",
    });
    expect(await bench.namesOf("acme-dr", "old-")).toEqual(["old-api-x", "old-auth-x", "old-web-x"]);
  });
});

test("a plan that was approved knowing that a name is taken is performed as it was approved", async () => {
  const wanted = { kind: "batch", snapshot: bench.manifest.snapshot, source: "primary", naming: { suffix: "-known" } };
  const request = restoreRequest.parse({ ...wanted, repositories: ["acme/api", "acme/web"] }) as RequestOf<"batch">;
  const existing = new Set(["acme/web-known"]);
  const plan = planRestore(request, { manifest: bench.manifest, bucket: BUCKETS.backups, existing });
  const run = await bench.perform(plan);
  expect(run.last, run.output).toMatchObject({ code: "restore-incomplete" });
  expect((await bench.record(run.id)).restore?.counts).toMatchObject({ total: 2, done: 1, refused: 1 });
  expect(await bench.exists("acme/web-known")).toBe(false);
});

test("a dry run names every target and every refusal with its reason, and nothing is made", async () => {
  const run = await bench.restore(["--repositories", "acme/api,acme/none", "--suffix=-plan", "--dry-run"]);
  expect(run.exitCode, run.output).toBe(0);
  expect(run.output).toContain("acme/api -> acme/api-plan");
  expect(run.output).toMatch(/refused: acme\/none: snapshot \S+ has no repository acme\/none/);
  expect(run.output).toContain("to be typed in the console: restore 1 repository");
  expect(await bench.exists("acme/api-plan")).toBe(false);
});

test("a secondary limit in the middle is waited for, and all of them come", async () => {
  await bench.box.fault("github", {
    match: { method: "POST", path: "/orgs/acme/repos" },
    action: {
      kind: "status",
      status: 429,
      headers: { "retry-after": "1" },
      body: '{"message":"secondary rate limit"}',
    },
    skip: 1,
    times: 2,
  });
  const run = await bench.restore(["--repositories", "acme/api,acme/auth,acme/web", "--suffix=-limited"]);
  expect(run.exitCode, run.output).toBe(0);
  expect(run.events.map(({ event }) => event)).toContain("rate-limit");
  expect(await bench.namesOf("acme", "api-limited")).toEqual(["api-limited"]);
});
