// The connectivity check as a whole backup makes it, told in the manifest.
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { runGit } from "@/sandbox/seed/fast-import";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

const FLEET: DemoRepository[] = [
  { name: "api", description: "", history: { commits: 30, openBranches: 2, releases: 2, pulls: 1 } },
  { name: "cut-off", description: "", history: { commits: 30, openBranches: 0, releases: 0, pulls: 0 } },
  {
    name: "large",
    description: "",
    history: { commits: 5, openBranches: 0, releases: 0, pulls: 0, binaryBytes: 3_000_000 },
  },
  { name: "odd", description: "", special: "odd-refs" },
  { name: "sha256", description: "", special: "sha256" },
  { name: "empty", description: "", special: "empty" },
];
const ALL_FOUR = ["transfer-end", "pack-trailer", "objects-inflated", "connectivity"];

let box: TestSandbox;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-scratch-"));
  box = await TestSandbox.start(FLEET);
});
afterEach(() => box.clearFaults());
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

const backup = (variables: Record<string, string> = {}): Promise<WorkerResult> =>
  box.worker(["backup"], { variables: { SCRATCH_DIR: scratch, ...variables } });

/** A backup into a root of its own, so that everything is captured in full. */
let roots = 0;
async function anew(
  variables: Record<string, string> = {},
): Promise<{ run: WorkerResult; entry: (name: string) => ManifestEntry }> {
  const root = `root-${roots++}`;
  const run = await backup({ ROOT_PREFIX: root, RECORDS_BUCKET: "", ...variables });
  const key = (await box.keys(undefined, `${root}/`)).find((each) => each.endsWith("/manifest.json")) ?? "";
  const manifest = JSON.parse((await box.object(key)).toString("utf8"));
  return { run, entry: (name) => manifest.repos.find((each: ManifestEntry) => each.repo === `acme/${name}`) };
}

test("full bundles of every kind are checked, increments are not, and an unchanged entry keeps what was checked", async () => {
  const first = await backup();
  expect(first.exitCode, first.output).toBe(0);
  for (const { repo, checks, not_checked, outcome } of (await box.newestManifest()).repos) {
    if (outcome === "captured") expect({ repo, checks, not_checked }).toEqual({ repo, checks: ALL_FOUR });
    else expect(checks, repo).toBeUndefined();
  }
  await box.commit("acme/api");
  expect((await backup()).exitCode).toBe(0);
  const { repos } = await box.newestManifest();
  const entry = (name: string) => repos.find((each) => each.repo === name);
  expect(entry("acme/api")).toMatchObject({
    outcome: "captured",
    checks: ALL_FOUR.slice(0, 3),
    not_checked: [{ check: "connectivity", why: "incremental" }],
  });
  expect(entry("acme/odd")).toMatchObject({ outcome: "unchanged", checks: ALL_FOUR });
  expect(await readdir(scratch)).toEqual([]);
});

test("a server that serves a tip without its history: the entry fails with a reason, and no object appears", async () => {
  // A graft makes git itself serve such a pack, with a right checksum and without a word.
  const source = box.sourceOf("acme/cut-off");
  const oid = async (name: string) => (await runGit(["-C", source, "rev-parse", name])).trim();
  const lost = await oid("main~1");
  await mkdir(path.join(source, "info"), { recursive: true });
  await writeFile(path.join(source, "info", "grafts"), `${await oid("main")}\n`);
  // Where there is a bitmap of what is reachable, git does not walk.
  const packs = path.join(source, "objects", "pack");
  for (const file of await readdir(packs)) if (file.endsWith(".bitmap")) await rm(path.join(packs, file));
  try {
    const { run, entry } = await anew();
    expect(run.exitCode).toBe(1);
    const failed = entry("cut-off");
    expect(failed).toMatchObject({ outcome: "failed", chain: [], reason: { code: "pack-incomplete" } });
    expect(failed.reason?.message).toContain("GitHub served an incomplete pack of acme/cut-off");
    expect(failed.reason?.message).toContain(lost);
    expect(entry("api")).toMatchObject({ outcome: "captured", checks: ALL_FOUR });
    expect((await box.keys()).filter((key) => key.includes(`root-${roots - 1}`) && key.includes("cut-off"))).toEqual(
      [],
    );
    const unchecked = await anew({ CONNECTIVITY_CHECK: "off" });
    expect(unchecked.entry("cut-off")).toMatchObject({
      outcome: "captured",
      not_checked: [{ check: "connectivity", why: "off" }],
    });
    expect(await readdir(scratch)).toEqual([]);
  } finally {
    await rm(path.join(source, "info", "grafts"));
  }
});

test("larger than small, or without scratch: captured, and the entry says why it was not checked", async () => {
  const small = await anew({ CONNECTIVITY_SMALL_MIB: "1" });
  expect(small.entry("large")).toMatchObject({
    outcome: "captured",
    not_checked: [{ check: "connectivity", why: "size" }],
  });
  expect(small.entry("large").warnings).toBeUndefined();
  const tight = await anew({ CONNECTIVITY_CHECK: "all", SCRATCH_BUDGET_MIB: "1", CONCURRENCY: "1" });
  expect(tight.run.exitCode).toBe(0);
  expect(tight.entry("large")).toMatchObject({
    outcome: "captured",
    not_checked: [{ check: "connectivity", why: "scratch" }],
    warnings: ["connectivity not checked: no scratch space was left for it"],
  });
  expect(tight.entry("api").checks).toEqual(ALL_FOUR);
});

test("where git is not installed the backup goes on, says so once, and claims nothing", async () => {
  const { run, entry } = await anew({ PATH: "/nonexistent" });
  expect(run.exitCode, run.output).toBe(0);
  expect(run.events.filter((each) => each.event === "connectivity-off")).toMatchObject([{ code: "git-missing" }]);
  for (const name of ["api", "odd", "large"])
    expect(entry(name)).toMatchObject({
      outcome: "captured",
      checks: ALL_FOUR.slice(0, 3),
      not_checked: [{ check: "connectivity", why: "no-git" }],
    });
});

test("stopped in the middle of a pack, it leaves nothing on the scratch disk", async () => {
  await box.fault("github", {
    match: { path: "^/acme/large\\.git/git-upload-pack" },
    action: { kind: "slow", bytesPerSecond: 200_000 },
    times: 0,
  });
  let seen: string[] = [];
  const run = await box.worker(["backup"], {
    variables: { SCRATCH_DIR: scratch, ROOT_PREFIX: "stopped", RECORDS_BUCKET: "" },
    onStart: (kill) => {
      void (async () => {
        while (!seen.some((each) => each.endsWith(".pack"))) {
          seen = await readdir(scratch, { recursive: true });
          await sleep(50);
        }
        await sleep(500);
        kill("SIGTERM");
      })();
    },
  });
  expect(run.exitCode, run.output).toBe(143);
  expect(seen.length).toBeGreaterThan(0);
  expect(await readdir(scratch)).toEqual([]);
});
