// People go on working while a backup runs, and installations come and go: what the snapshot then says of each repository.
import { cp } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runRecordKey } from "@/lib/domain/bucket-keys";
import { runId } from "@/lib/domain/ids-schema";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { METRICS } from "@/lib/domain/metrics";
import { APPS, BUCKETS } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { metricValues } from "@/sandbox/testing/metric-values";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

const NAMES = ["mover", "old-name", "doomed", "swapped", "steady"];
let box: TestSandbox;

beforeAll(async () => {
  const history = { commits: 6, pulls: 0 };
  box = await TestSandbox.start([
    // The largest is captured first: while it is held, nothing else has been.
    { name: "anchor", description: "", history: { ...history, binaryBytes: 300_000 } },
    ...NAMES.map((name) => ({ name, description: "", history })),
  ]);
  await place("acme/steady", "globex/reports");
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

/** A repository appears: a copy of another, with a commit of its own. */
async function place(from: string, to: string): Promise<void> {
  await cp(box.sourceOf(from), box.sourceOf(to), { recursive: true });
  await box.commit(to);
  // GitHub looks at its disk when it is asked for something.
  await fetch(box.urls.github);
}

/** A backup of one repository after the other, held at acme/anchor while `meanwhile` happens. */
async function backupWhile(meanwhile: () => Promise<void>): Promise<WorkerResult> {
  const action = { kind: "stall", ms: 4000 };
  await box.fault("github", { id: "hold", match: { path: "^/acme/anchor\\.git/" }, action });
  const run = box.worker(["backup"], { variables: { CONCURRENCY: "1" } });
  await expect.poll(struck, { timeout: 30_000 }).toBe(1);
  await meanwhile();
  return run;
}

async function struck(): Promise<number> {
  const { faults } = await (await fetch(`${box.urls.github}/_sandbox/faults`)).json();
  return faults.find((each: { id: string }) => each.id === "hold")?.hits ?? 0;
}

async function entries(): Promise<Map<string, ManifestEntry>> {
  return new Map((await box.newestManifest()).repos.map((each) => [each.repo, each]));
}

async function record() {
  const run = runId.parse((await box.newestManifest()).run?.id);
  return JSON.parse((await box.object(runRecordKey(run), BUCKETS.records)).toString());
}

const idOf = (all: Map<string, ManifestEntry>, name: string) => all.get(name)?.id;
const headOf = async (name: string) => (await runGit(["-C", box.sourceOf(name), "rev-parse", "HEAD"])).trim();
/** What two runs publish in the same second is told as the larger of both. */
const nextSecond = () => sleep(1000 - (Date.now() % 1000));
const latest = async (name: (typeof METRICS)[keyof typeof METRICS]) => (await metricValues(box.urls.aws, name))[0];
/** Of one installation, identified by the address its token is minted at. */
const refuseTokensOf = (installation: number) =>
  box.fault("github", {
    match: { path: `/app/installations/${installation}/access_tokens` },
    action: { kind: "status", status: 403, body: '{"message":"as asked for"}' },
    times: 0,
  });

async function installationOf(account: string): Promise<number> {
  return (await box.github("installations", { app: APPS.backup.slug, account })).id as number;
}

describe("an installation that cannot be listed", () => {
  test("is a failure also when nothing is known of its repositories yet; the others are backed up", async () => {
    await refuseTokensOf(await installationOf("globex"));
    const run = await box.worker(["backup"]);
    expect(run.exitCode, run.output).toBe(1);
    const { source, totals } = await box.newestManifest();
    expect(totals).toMatchObject({ captured: NAMES.length + 1, failed: 0, vanished: 0 });
    expect(source?.installations.find(({ account }) => account === "globex")?.problem).toBeDefined();
    expect(await latest(METRICS.backupFailure)).toBe(1);
    expect(await record()).toMatchObject({ state: "partial", warnings: [expect.stringContaining("globex")] });
  });

  test("has failed entries with its reason and their last good snapshot, which do not vanish; the next run goes on", async () => {
    expect((await box.worker(["backup"])).exitCode).toBe(0);
    const { snapshot } = await box.newestManifest();
    await refuseTokensOf(await installationOf("globex"));
    expect((await box.worker(["backup"])).exitCode).toBe(1);
    expect((await entries()).get("globex/reports")).toMatchObject({
      outcome: "failed",
      reason: { code: "installation-not-listed", message: expect.stringContaining("as asked for") },
      last_good_snapshot: snapshot,
    });
    expect((await box.newestManifest()).totals).toMatchObject({ unchanged: NAMES.length + 1, vanished: 0, failed: 1 });
    await box.clearFaults();
    expect((await box.worker(["backup"])).exitCode).toBe(0);
    expect((await entries()).get("globex/reports")).toMatchObject({ outcome: "unchanged" });
  });

  test("because it is suspended is told; its repositories are unavailable, and that is no failure", async () => {
    await box.github("installations", { app: APPS.backup.slug, account: "globex", suspended: true });
    const run = await box.worker(["backup"]);
    await box.github("installations", { app: APPS.backup.slug, account: "globex", suspended: false });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.events.find(({ event }) => event === "installation")).toMatchObject({ code: "installation-suspended" });
    expect((await entries()).get("globex/reports")).toMatchObject({
      outcome: "unavailable",
      reason: { code: "installation-suspended" },
    });
    expect(await record()).toMatchObject({ state: "succeeded", warnings: [expect.stringContaining("suspended")] });
    expect(await latest(METRICS.repositoriesVanished)).toBe(0);
  });
});

test("what appears, moves, is renamed or deleted while the backup runs is told as just that, and nothing fails", async () => {
  const before = await entries();
  const run = await backupWhile(async () => {
    await box.github("repositories", { organisation: "acme", name: "old-name", renameTo: "new-name" });
    await box.github("repositories", { organisation: "acme", name: "mover", transferTo: "globex" });
    await box.github("repositories", { organisation: "acme", name: "doomed", delete: true });
    await place("acme/steady", "acme/newborn");
  });
  expect(run.exitCode, run.output).toBe(0);
  const after = await entries();
  expect(after.get("acme/new-name")).toMatchObject({
    id: idOf(before, "acme/old-name"),
    outcome: "unchanged",
    previous_names: ["acme/old-name"],
  });
  expect(after.get("globex/mover")).toMatchObject({ id: idOf(before, "acme/mover"), outcome: "unchanged" });
  expect(after.get("acme/newborn")).toMatchObject({ outcome: "captured", head_sha: await headOf("acme/newborn") });
  expect(after.get("acme/doomed")).toMatchObject({
    outcome: "vanished",
    reason: { code: "repository-vanished" },
    last_good_snapshot: expect.any(String),
  });
  expect([...after.keys()]).not.toContain("acme/old-name");
  expect((await box.newestManifest()).totals).toMatchObject({ failed: 0, vanished: 1, newly_vanished: 1 });
  expect(await latest(METRICS.repositoriesVanished)).toBe(1);
});

test("a repository whose name goes to another one meanwhile is captured under its new name, never the other's content", async () => {
  const before = await entries();
  const head = await headOf("acme/swapped");
  const run = await backupWhile(async () => {
    await box.github("repositories", { organisation: "acme", name: "swapped", renameTo: "true-one" });
    await place("acme/steady", "acme/swapped");
  });
  expect(run.exitCode, run.output).toBe(0);
  const after = await entries();
  expect(after.get("acme/true-one")).toMatchObject({ id: idOf(before, "acme/swapped"), head_sha: head });
  const other = after.get("acme/swapped");
  expect(other?.id).not.toBe(idOf(before, "acme/swapped"));
  expect(other).toMatchObject({ outcome: "captured", head_sha: await headOf("acme/swapped") });
  // Each entry's bundle is what the entry says.
  const bundle = await box.object(other?.s3_key ?? "");
  expect(bundle.length).toBe(other?.size_bytes);
  expect(bundle.toString("latin1")).toContain(`${other?.head_sha} HEAD\n`);
});

test("a narrowed selection is counted and named once, with a hint; widened again, every chain goes on", async () => {
  const before = await entries();
  const acme = { app: APPS.backup.slug, account: "acme" };
  await box.github("installations", { ...acme, repositories: ["anchor"] });
  const narrowed = await box.worker(["backup"]);
  expect(narrowed.exitCode, narrowed.output).toBe(0);
  const gone = [...before.values()].filter(
    ({ repo, outcome }) => /^acme\/(?!anchor)/.test(repo) && outcome !== "vanished",
  );
  expect(gone.length).toBeGreaterThan(3);
  expect(await latest(METRICS.repositoriesVanished)).toBe(gone.length);
  const told = narrowed.events.find(({ event }) => event === "vanished");
  for (const { repo } of gone) expect(told?.message).toContain(repo);
  expect(told?.hint).toContain("selection");
  const { failures, newly_vanished, warnings } = await record();
  expect(newly_vanished).toBe(gone.length);
  expect(failures.map((each: { repo: string }) => each.repo).sort()).toEqual(gone.map(({ repo }) => repo).sort());
  expect(warnings).toHaveLength(1);

  await nextSecond();
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  expect(await latest(METRICS.repositoriesVanished)).toBe(0);
  expect((await box.newestManifest()).totals).toMatchObject({ vanished: gone.length + 1, newly_vanished: 0 });
  expect((await record()).warnings).toBeUndefined();

  await box.github("installations", { ...acme, repositories: "all" });
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  const after = await entries();
  for (const { repo, chain } of gone) expect(after.get(repo), repo).toMatchObject({ outcome: "unchanged", chain });
  expect((await box.newestManifest()).totals).toMatchObject({ vanished: 1 });
});
