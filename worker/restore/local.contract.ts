// A restore into a directory: what is needed is a bucket, git and a place; no GitHub, no App, no records.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BUCKETS } from "@/sandbox/names";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import { runGit } from "@/sandbox/seed/fast-import";
import type { WorkerResult } from "@/sandbox/testing/test-sandbox";
import { headOf, refsOf, ThreeDays } from "../testing/three-days";

const principal = ROLE_PRINCIPALS.find((each) => each.name === "holdfast-restore-task");
/** Nothing that only GitHub or the records are for. */
const BARE = { RESTORE_APP_ID: "", RESTORE_APP_KEY_SECRET_ARN: "", RECORDS_BUCKET: "", RETRY_PAUSE_MS: "10" };
let world: ThreeDays;
let root: string;

beforeAll(async () => {
  world = await ThreeDays.start();
});
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "holdfast-local-"));
});
afterEach(async () => {
  await world.box.clearFaults();
  await rm(root, { recursive: true, force: true });
});
afterAll(() => world.stop());

interface Options {
  snapshot?: string;
  variables?: Record<string, string | undefined>;
  extra?: string[];
  onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

function restore(repository: string, directory: string, options: Options = {}): Promise<WorkerResult> {
  const { snapshot = world.newest.manifest.snapshot, variables = BARE, extra = [], onStart } = options;
  const args = ["restore", "--snapshot", snapshot, "--repository", repository, "--local", directory, ...extra];
  return world.box.worker(args, { principal, variables, onStart });
}

test.each(["acme/storefront", "acme/git-torture", "acme/sha256-trial"])(
  "%s comes back with every ref and its HEAD, of each day, with nothing but the bucket",
  async (repository) => {
    expect(world.entry(repository).chain.length).toBe(3);
    for (const [index, day] of world.days.entries()) {
      const directory = path.join(root, "new folder", `${index}.git`);
      const run = await restore(repository, directory, { snapshot: day.manifest.snapshot });
      expect(run.exitCode, run.output).toBe(0);
      expect(refsOf(directory)).toBe(day.refs.get(repository));
      expect(await headOf(directory)).toBe(`refs/heads/${world.entry(repository, day).default_branch}`);
      await runGit(["-C", directory, "fsck", "--full", "--strict"]);
    }
    expect((await readdir(path.join(root, "new folder"))).sort()).toEqual(["0.git", "1.git", "2.git"]);
  },
);

test("a snapshot of format 1 comes back too, and its HEAD is found", async () => {
  const directory = path.join(root, "old.git");
  const run = await restore("acme/billing", directory, { snapshot: world.formatOne });
  expect(run.exitCode, run.output).toBe(0);
  expect(refsOf(directory)).toBe(world.newest.refs.get("acme/billing"));
  expect(await headOf(directory)).toBe("refs/heads/main");
});

test("it says what to do next, and done as printed that is a clone and a push of every branch and tag", async () => {
  const directory = path.join(root, "it's here.git");
  const run = await restore("acme/git-torture", directory);
  const commands = run.output.split("\n").filter((line) => /^ {2}git /.test(line));
  expect(commands).toHaveLength(3);
  await runGit(["init", "--quiet", "--bare", path.join(root, "new.git")]);
  for (const command of commands) {
    const line = command.replace("https://github.com/ORG/NEW-NAME.git", "new.git");
    execFileSync("sh", ["-c", line], { cwd: root, stdio: "pipe" });
  }
  const wanted = world.newest.refs.get("acme/git-torture")?.replace(/^.* refs\/(?!heads\/|tags\/).*\n/gm, "");
  expect(refsOf(path.join(root, "new.git"))).toBe(wanted);
  expect(await readdir(path.join(root, "work"))).toContain("a.txt");
});

test("the receipt names every ref, in the records or else in the directory itself", async () => {
  const refs = world.newest.refs.get("acme/storefront")?.trim().split("\n") ?? [];
  await restore("acme/storefront", path.join(root, "a.git"));
  const inside = JSON.parse(await readFile(path.join(root, "a.git", "holdfast-receipt.json"), "utf8"));
  expect(inside).toMatchObject({ kind: "local", directory: path.join(root, "a.git"), skipped: [] });
  expect(inside.counts).toEqual({ equal: refs.length, missing: 0, different: 0, skipped: 0 });
  const before = await world.box.keys(BUCKETS.records, "receipts/");
  const run = await restore("acme/storefront", path.join(root, "b.git"), { variables: {} });
  expect(run.exitCode, run.output).toBe(0);
  const [key = ""] = (await world.box.keys(BUCKETS.records, "receipts/")).filter((each) => !before.includes(each));
  const kept = JSON.parse((await world.box.object(key, BUCKETS.records)).toString());
  expect(kept.refs).toEqual(inside.refs);
  expect(existsSync(path.join(root, "b.git", "holdfast-receipt.json"))).toBe(false);
});

describe("the sources", () => {
  const replicated = async () => {
    const wanted = world.entry("acme/storefront").chain.map((link) => link.s3_key);
    await expect.poll(() => world.box.replicaKeys(), { timeout: 20_000 }).toEqual(expect.arrayContaining(wanted));
  };

  test("with the primary away all of it comes from the replica, and that is said", async () => {
    await replicated();
    const away = { match: { path: `^/${BUCKETS.backups}/` }, action: { kind: "status", status: 503 }, times: 0 };
    await world.box.fault("s3", away);
    const directory = path.join(root, "replica.git");
    const run = await restore("acme/storefront", directory);
    expect(run.exitCode, run.output).toBe(0);
    expect(refsOf(directory)).toBe(world.newest.refs.get("acme/storefront"));
    expect(run.output).toContain("The manifest was read from the other bucket");
    expect(run.output).toContain(`3 bundles of acme/storefront came from ${BUCKETS.replica}`);
    const receipt = JSON.parse(await readFile(path.join(directory, "holdfast-receipt.json"), "utf8"));
    expect(receipt.source).toMatchObject({ asked: "primary", bucket: BUCKETS.backups });
    expect(receipt.source.objects.map((each: { bucket?: string }) => each.bucket)).toEqual(
      Array(3).fill(BUCKETS.replica),
    );
    expect(receipt.warnings.join()).toContain(BUCKETS.replica);
  });

  test("a snapshot that was deleted from under everybody's eyes is found under its delete markers", async () => {
    const { manifest } = world.days[1] ?? world.newest;
    const keys = world.entry("acme/storefront", world.days[1]).chain.map((link) => link.s3_key);
    for (const Key of [...keys, `github-backup/${manifest.snapshot}/manifest.json`])
      await world.box.s3.send(new DeleteObjectCommand({ Bucket: BUCKETS.backups, Key }));
    const directory = path.join(root, "deleted.git");
    const run = await restore("acme/storefront", directory, {
      snapshot: manifest.snapshot,
      variables: { ...BARE, REPLICA_BUCKET: "" },
    });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.output).toContain("The manifest had been deleted; its newest version");
    expect(refsOf(directory)).toBe(world.days[1]?.refs.get("acme/storefront"));
  });
});

describe("is refused or fails, and leaves nothing behind", () => {
  test.each(["a directory", "a file"])(
    "where %s of that name exists already: before anything is read",
    async (what) => {
      const place = path.join(root, "there");
      if (what === "a file") await writeFile(place, "");
      else await runGit(["init", "--quiet", place]);
      const run = await restore("acme/storefront", place);
      expect(run.exitCode, run.output).toBe(73);
      expect(run.events.at(-1)).toMatchObject({ code: "directory-exists" });
      expect(run.events.map((each) => each.event)).not.toContain("read");
      expect(await readdir(root)).toEqual(["there"]);
    },
  );

  test("when a bundle is damaged in both buckets", async () => {
    for (const side of ["s3", "s3Replica"] as const)
      await world.box.fault(side, {
        match: { path: "storefront" },
        action: { kind: "corrupt", atByte: 500 },
        times: 0,
      });
    const run = await restore("acme/storefront", path.join(root, "x.git"));
    expect(run.exitCode, run.output).toBe(65);
    expect(run.events.at(-1)).toMatchObject({
      code: "bundle-unreadable",
      message: expect.stringMatching(/from holdfast-backups as it was written.*from holdfast-backups-replica/),
    });
    expect(await readdir(root)).toEqual([]);
  });

  test("when it is stopped on the way", async () => {
    const slow = { match: { path: "storefront" }, action: { kind: "slow", bytesPerSecond: 20_000 }, times: 0 };
    await world.box.fault("s3", slow);
    const run = await restore("acme/storefront", path.join(root, "x.git"), {
      onStart: (kill) => {
        const look = setInterval(async () => {
          if ((await readdir(root)).length === 0) return;
          clearInterval(look);
          kill("SIGTERM");
        }, 50);
      },
    });
    expect(run.exitCode, run.output).toBe(143);
    expect(await readdir(root)).toEqual([]);
  });
});

test("--check and --dry-run tell the plan, and make nothing", async () => {
  const dry = await restore("acme/storefront", path.join(root, "x.git"), { extra: ["--dry-run"] });
  expect([dry.exitCode, dry.output]).toEqual([0, expect.stringContaining(`Put the repository in ${root}/x.git`)]);
  expect((await restore("acme/storefront", path.join(root, "x.git"), { extra: ["--check"] })).exitCode).toBe(0);
  expect(await readdir(root)).toEqual([]);
});
