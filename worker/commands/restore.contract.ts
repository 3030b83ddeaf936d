import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { planKey, receiptKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { Manifest } from "@/lib/domain/manifest";
import { planRestore } from "@/lib/domain/plan-restore";
import { receipt } from "@/lib/domain/receipt";
import { planDigest } from "@/lib/operations/digest";
import { BUCKETS, REGION } from "@/sandbox/names";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import { DEMO_REPOSITORIES } from "@/sandbox/seed/demo-fleet";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const SOURCES = ["billing", "git-torture", "web", "new-idea", "storefront"];
let box: TestSandbox;
let manifest: Manifest;
/** Everything here runs as the restore task's role, not as an administrator. */
const principal = ROLE_PRINCIPALS.find((each) => each.name === "holdfast-restore-task");
const restoreAs = (repository: string, target: string, extra: string[] = []) =>
  box.worker(["restore", "--snapshot", manifest.snapshot, "--repository", repository, "--target", target, ...extra], {
    principal,
  });
const branchesAndTags = (lines: string[]) => lines.filter((line) => /\trefs\/(heads|tags)\//.test(line));
const exists = async (name: string) => (await box.lsRemote(name).catch(() => undefined)) !== undefined;

beforeAll(async () => {
  box = await TestSandbox.start(DEMO_REPOSITORIES.filter(({ name }) => SOURCES.includes(name)));
  await box.worker(["backup"]);
  manifest = await box.newestManifest();
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

test.each(["acme/billing", "acme/git-torture", "acme/web"])(
  "%s comes back with every branch and tag, private, Actions off, the right default branch",
  async (name) => {
    const target = `${name}-restored`;
    const run = await restoreAs(name, target);
    expect(run.exitCode, run.output).toBe(0);
    expect(branchesAndTags(await box.lsRemote(target))).toEqual(branchesAndTags(await box.lsRemote(name)));
    const get = async (path: string) =>
      (
        await fetch(`${box.urls.githubApi}/repos/${target}${path}`, {
          headers: { authorization: `Bearer ${await box.token("restore")}` },
        })
      ).json();
    const source = manifest.repos.find((each) => each.repo === name);
    expect(await get("")).toMatchObject({ private: true, default_branch: source?.default_branch });
    expect(await get("/actions/permissions")).toMatchObject({ enabled: false });
  },
);

test("from the replica alone, with the primary bucket gone, it restores just as well", async () => {
  const { s3_key = "" } = manifest.repos.find((each) => each.repo === "acme/storefront") ?? {};
  await expect
    .poll(() => box.replicaKeys(), { timeout: 20_000 })
    .toEqual(expect.arrayContaining([s3_key, `github-backup/${manifest.snapshot}/manifest.json`]));
  await box.fault("s3", { match: { path: `^/${BUCKETS.backups}` }, action: { kind: "status", status: 503 }, times: 0 });
  const run = await restoreAs("acme/storefront", "acme/storefront-from-replica", ["--source", "replica"]);
  expect(run.exitCode, run.output).toBe(0);
  expect(branchesAndTags(await box.lsRemote("acme/storefront-from-replica"))).toEqual(
    branchesAndTags(await box.lsRemote("acme/storefront")),
  );
});

test("from a chain of several bundles it restores the newest state, and the older snapshot still restores the older one", async () => {
  const before = branchesAndTags(await box.lsRemote("acme/storefront"));
  await box.commit("acme/storefront");
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  const newest = await box.newestManifest();
  expect(newest.repos.find((each) => each.repo === "acme/storefront")?.chain).toHaveLength(2);
  const run = await box.worker(
    ["restore", "--snapshot", newest.snapshot, "--repository", "acme/storefront", "--target", "acme/storefront-new"],
    { principal },
  );
  expect(run.exitCode, run.output).toBe(0);
  expect(branchesAndTags(await box.lsRemote("acme/storefront-new"))).toEqual(
    branchesAndTags(await box.lsRemote("acme/storefront")),
  );
  expect((await restoreAs("acme/storefront", "acme/storefront-old")).exitCode).toBe(0);
  expect(branchesAndTags(await box.lsRemote("acme/storefront-old"))).toEqual(before);
});

test("the receipt names every ref asked for and found, the objects it came from, and what was skipped", async () => {
  const run = newRunId(new Date(), "abc123");
  const request = {
    kind: "repository" as const,
    snapshot: manifest.snapshot,
    repository: repositoryName.parse("acme/web"),
    source: "primary" as const,
    target: repositoryName.parse("acme/web-receipt"),
  };
  const plan = planRestore(request, { manifest, bucket: BUCKETS.backups, existing: new Set() });
  const approved = { run, digest: planDigest(plan), plan, approvedBy: "omar", approvedAt: new Date().toISOString() };
  await box.s3.send(
    new PutObjectCommand({ Bucket: BUCKETS.records, Key: planKey(run), Body: JSON.stringify(approved) }),
  );
  const result = await box.worker(["restore"], { principal, variables: { RUN_ID: run, RUN_TRIGGER: "manual" } });
  expect(result.exitCode, result.output).toBe(0);
  const written = receipt.parse(JSON.parse((await box.object(receiptKey(run), BUCKETS.records)).toString()));
  const refs = branchesAndTags(await box.lsRemote("acme/web")).filter((line) => !line.endsWith("^{}"));
  expect(written.counts).toMatchObject({ equal: refs.length, missing: 0, different: 0 });
  expect(written.counts.skipped).toBeGreaterThan(0);
  expect(written).toMatchObject({
    requestedBy: "omar",
    planDigest: approved.digest,
    target: { visibility: "private", actionsEnabled: false },
  });
  expect(JSON.parse((await box.object(runRecordKey(run), BUCKETS.records)).toString())).toMatchObject({
    state: "succeeded",
    kind: "restore",
  });
});

describe("is refused, and nothing is created on GitHub", () => {
  test("when the target exists", async () => {
    const before = await box.lsRemote("acme/billing");
    const run = await restoreAs("acme/web", "acme/billing");
    expect(run.exitCode).toBe(73);
    expect(run.events.at(-1)).toMatchObject({ code: "target-exists" });
    expect(await box.lsRemote("acme/billing")).toEqual(before);
  });

  test("when the approved plan is not the plan any more", async () => {
    const run = newRunId(new Date(), "chg123");
    const request = {
      kind: "repository" as const,
      snapshot: manifest.snapshot,
      repository: repositoryName.parse("acme/web"),
      source: "primary" as const,
      target: repositoryName.parse("acme/web-changed"),
    };
    const plan = { ...planRestore(request, { manifest, bucket: BUCKETS.backups, existing: new Set() }), totalBytes: 1 };
    const approved = { run, digest: planDigest(plan), plan, approvedBy: "omar", approvedAt: new Date().toISOString() };
    await box.s3.send(
      new PutObjectCommand({ Bucket: BUCKETS.records, Key: planKey(run), Body: JSON.stringify(approved) }),
    );
    const result = await box.worker(["restore"], { principal, variables: { RUN_ID: run } });
    expect(result.events.at(-1)).toMatchObject({
      code: "plan-changed",
      message: expect.stringContaining("totalBytes was 1"),
    });
    expect(await exists("acme/web-changed")).toBe(false);
  });

  test("when the repository was empty, or the snapshot or repository is not there", async () => {
    expect((await restoreAs("acme/new-idea", "acme/x1")).events.at(-1)).toMatchObject({ code: "nothing-to-restore" });
    expect((await restoreAs("acme/none", "acme/x1")).events.at(-1)).toMatchObject({ code: "entry-missing" });
    const run = await box.worker([
      "restore",
      "--snapshot",
      "2001-01-01",
      "--repository",
      "acme/web",
      "--target",
      "acme/x1",
    ]);
    expect(run.events.at(-1)).toMatchObject({ code: "snapshot-missing" });
    expect(await exists("acme/x1")).toBe(false);
  });

  describe.each([
    ["corrupt", "bundle-hash-mismatch"],
    ["truncated", "bundle-truncated"],
    ["missing", "object-missing"],
  ] as const)("when the bundle is %s", (damage, code) => {
    test(`with ${code}`, async () => {
      const damaged = await damageBundle(damage);
      const run = await box.worker(
        ["restore", "--snapshot", damaged, "--repository", "acme/billing", "--target", `acme/billing-${damage}`],
        { principal },
      );
      // The replica may have a copy of the damaged one by now, or none: then two reasons are told.
      expect([code, "bundle-unreadable"], run.output).toContain(run.events.at(-1)?.code);
      expect(await exists(`acme/billing-${damage}`)).toBe(false);
    });
  });
});

/** Writes a snapshot of another day that points to a damaged copy of a bundle. */
async function damageBundle(damage: "corrupt" | "truncated" | "missing"): Promise<string> {
  const snapshot = { corrupt: "2020-01-01", truncated: "2020-01-02", missing: "2020-01-03" }[damage];
  const entry = manifest.repos.find((each) => each.repo === "acme/billing");
  const link = entry?.chain[0];
  if (!entry || !link) throw new Error("the fixture has no billing");
  const whole = await box.object(link.s3_key);
  const bytes =
    damage === "truncated"
      ? whole.subarray(0, -500)
      : Buffer.from(whole.map((byte, index) => (index === whole.length - 200 ? byte ^ 4 : byte)));
  const key = `github-backup/${snapshot}/acme/billing.bundle`;
  const s3 = new S3Client({ endpoint: box.urls.s3, region: REGION, credentials: ADMIN });
  const put = new PutObjectCommand({ Bucket: BUCKETS.backups, Key: key, Body: bytes });
  const { VersionId } = damage === "missing" ? { VersionId: undefined } : await s3.send(put);
  const changed = {
    ...manifest,
    snapshot,
    repos: [{ ...entry, chain: [{ ...link, s3_key: key, version_id: VersionId }] }],
  };
  await s3.send(
    new PutObjectCommand({
      Bucket: BUCKETS.backups,
      Key: `github-backup/${snapshot}/manifest.json`,
      Body: JSON.stringify(changed),
    }),
  );
  return snapshot;
}
