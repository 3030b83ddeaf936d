// A proof holds for what restores, and tells what it did.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { snapshotId } from "@/lib/domain/ids-schema";
import { receiptHash } from "@/lib/operations/digest";
import { writeFormatOne } from "@/sandbox/testing/format-one";
import { VerifyBench } from "../verify/testing/verify-bench";

let bench: VerifyBench;
beforeAll(async () => {
  const history = { commits: 8, releases: 1, pulls: 1 };
  bench = await VerifyBench.start([
    { name: "web", description: "", history },
    { name: "api", description: "", history },
    { name: "git-torture", description: "", special: "odd-refs" },
    { name: "sha256-trial", description: "", special: "sha256" },
    { name: "nothing", description: "", special: "empty" },
  ]);
  await bench.box.commit("acme/web", "refs/heads/main", 1_000_000);
  await bench.backup();
});
afterEach(() => bench.box.clearFaults());
afterAll(() => bench.stop());

const REPOSITORIES = ["web", "api", "git-torture", "sha256-trial"];

test("everything is proven in each bucket: chains, odd refs, SHA-256; what is empty is nothing to prove", async () => {
  const run = await bench.verify(["--all"]);
  expect(run.exitCode, run.output).toBe(0);
  const counts = { chosen: 8, proven: 8, failed: 0, unproven: 0, altered: 0 };
  expect(run.record).toMatchObject({
    kind: "verify",
    state: "succeeded",
    phase: "done",
    verify: { counts, manifests: 4 },
  });
  expect(run.record.progress).toMatchObject({ done: 8, total: 8, current: [] });
  for (const name of REPOSITORIES) {
    for (const side of ["primary", "replica"] as const) {
      const [proof] = await bench.proofs(name, side);
      const last = bench.entry(name).chain.at(-1);
      expect(proof).toMatchObject({ verdict: "proven", run: run.id, snapshot: bench.newest.snapshot });
      expect(proof?.last_link).toEqual({ key: last?.s3_key, version_id: last?.version_id, sha256: last?.sha256 });
      expect(proof?.refs).toBe(bench.entry(name).refs?.count);
    }
  }
  expect(await bench.proofFailures()).toBe(0);
  const evidence = await bench.evidence(run.id);
  expect(evidence).toMatchObject({ run: run.id, counts, requested_by: "schedule", request: { scope: "all" } });
  expect(evidence.proofs).toHaveLength(8);
  expect(receiptHash(evidence)).toBe(evidence.hash);
});

test("git fsck looks at the whole of every chain that is proven", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "holdfast-git-"));
  const calls = path.join(directory, "calls");
  const git = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const told = `#!/bin/sh\necho "$*" >> '${calls}'\nexec '${git}' "$@"\n`;
  await writeFile(path.join(directory, "git"), told, { mode: 0o755 });
  const PATH = `${directory}:${process.env.PATH}`;
  const run = await bench.verify(["--all", "--side", "primary"], { variables: { PATH } });
  expect(run.exitCode, run.output).toBe(0);
  const checks = (await readFile(calls, "utf8")).split("\n").filter((line) => / fsck --full( |$)/.test(line));
  expect(checks).toHaveLength(REPOSITORIES.length);
  await rm(directory, { recursive: true });
});

test("a bucket that does not answer is told and counted; what the other has is proven", async () => {
  await bench.box.fault("s3Replica", { match: {}, action: { kind: "status", status: 503 }, times: 0 });
  await bench.nextSecond();
  const run = await bench.verify(["--all"]);
  expect(run.exitCode, run.output).toBe(1);
  expect(run.record).toMatchObject({ state: "partial", verify: { counts: { chosen: 4, proven: 4, failed: 0 } } });
  expect(run.record.error?.message).toContain("the replica does not answer");
  expect(run.record.warnings?.[0]).toContain("holdfast-backups-replica");
  expect(await bench.proofFailures()).toBe(1);
});

test("the day's share goes on where the last run stopped, in the other bucket", async () => {
  const first = await bench.verify([], { variables: { PROOF_INTERVAL_DAYS: "3" } });
  expect(first.exitCode, first.output).toBe(0);
  const second = await bench.verify([], { variables: { PROOF_INTERVAL_DAYS: "3" } });
  const names = (run: typeof first) => run.record.verify?.proven?.map(({ repo, side }) => `${repo} ${side}`) ?? [];
  for (const run of [first, second]) expect([2, 3]).toContain(names(run).length);
  expect(names(second).filter((each) => names(first).includes(each))).toEqual([]);
});

test("--repository and --snapshot prove that one, as of then", async () => {
  const [before] = bench.manifests;
  const run = await bench.verify(["--repository", "acme/web", "--snapshot", before?.snapshot ?? ""]);
  expect(run.exitCode, run.output).toBe(0);
  const proven = run.record.verify?.proven ?? [];
  expect(proven.map(({ repo, side, snapshot }) => [repo, side, snapshot]).sort()).toEqual([
    ["acme/web", "primary", before?.snapshot],
    ["acme/web", "replica", before?.snapshot],
  ]);
  expect((await bench.proofs("web", "replica"))[0]).toMatchObject({ snapshot: before?.snapshot, links: 1 });
});

test("what the console asked for stands in the run's record, and is done", async () => {
  const run = await bench.verify(["--side", "replica", "--repository", "acme/api"]);
  expect(run.record.verify?.request).toEqual({ scope: "repository", repository: "acme/api", side: "replica" });
  expect(run.record.verify?.proven).toHaveLength(1);
});

test("a snapshot of format 1, which knows no hash and no digest, is proven by git alone", async () => {
  const day = snapshotId.parse("2019-05-06");
  await writeFormatOne(bench.box.s3, day, new Map([["acme/api", bench.box.sourceOf("acme/api")]]));
  const run = await bench.verify(["--snapshot", day, "--side", "primary"]);
  expect(run.exitCode, run.output).toBe(0);
  expect(run.record.verify?.counts).toMatchObject({ chosen: 1, proven: 1, altered: 0 });
  const row = (await bench.ledger()).rows.find(({ id, repo }) => id === undefined && repo === "acme/api");
  expect(row?.proofs[0]).toMatchObject({ verdict: "proven", snapshot: day, last_link: { key: expect.any(String) } });
});

test("two runs at once lose no row of the ledger", async () => {
  const sides = ["primary", "replica"] as const;
  const runs = await Promise.all(sides.map((side) => bench.verify(["--all", "--side", side])));
  for (const [index, side] of sides.entries()) {
    for (const name of REPOSITORIES) expect((await bench.proofs(name, side))[0]?.run, name).toBe(runs[index]?.id);
  }
});

test("a run that is stopped keeps what it has proven, and leaves nothing on the disk", async () => {
  const SCRATCH_DIR = await mkdtemp(path.join(tmpdir(), "holdfast-verify-"));
  const slow = { match: { path: "sha256-trial" }, action: { kind: "slow", bytesPerSecond: 300 }, times: 0 };
  await bench.box.fault("s3", slow);
  const run = await bench.verify(["--all", "--side", "primary"], {
    variables: { SCRATCH_DIR },
    onStart: (kill, child) => {
      let proven = 0;
      let stopped = false;
      child.stdout?.on("data", (chunk: Buffer) => {
        proven += chunk.toString().split('"event":"proven"').length - 1;
        if (proven < 3 || stopped) return;
        stopped = true;
        kill("SIGTERM");
      });
    },
  });
  expect(run.exitCode, run.output).toBe(143);
  expect(run.record).toMatchObject({ state: "stopped", verify: { counts: { chosen: 4, proven: 3, failed: 0 } } });
  expect((await bench.proofs("web", "primary"))[0]?.run).toBe(run.id);
  expect((await bench.evidence(run.id)).proofs).toHaveLength(3);
  expect(await readdir(SCRATCH_DIR)).toEqual([]);
  await rm(SCRATCH_DIR, { recursive: true });
});

describe("is refused", () => {
  test.each([
    [["--all", "--snapshot", "2026-04-16"], 64, "leave out --repository and --snapshot"],
    [["--target", "acme/x"], 64, "--target is not for verify"],
    [["--side", "left"], 64, "--side"],
  ])("%j", async (args, exit, words) => {
    const run = await bench.box.worker(["verify", ...args]);
    expect([run.exitCode, run.output]).toEqual([exit, expect.stringContaining(words)]);
  });

  test.each([
    [["--snapshot", "2020-01-01"], "snapshot-missing"],
    [["--repository", "acme/nobody"], "entry-missing"],
    [["--repository", "acme/nothing"], "nothing-to-restore"],
  ])("%j as %s, which the run's record says and the metric counts", async (args, code) => {
    const run = await bench.verify(args);
    expect(run.exitCode, run.output).toBe(66);
    expect(run.record).toMatchObject({ state: "failed", error: { code } });
    expect(await bench.proofFailures()).toBe(1);
  });
});

test("without a records bucket everything is proven, and that nothing is remembered is said", async () => {
  const run = await bench.box.worker(["verify"], { variables: { RECORDS_BUCKET: "" } });
  expect(run.exitCode, run.output).toBe(0);
  expect(run.output).toContain("no proof is remembered");
  expect(run.output).toContain("8 of 8 proven");
});

test("a chain that needs more than the scratch budget is told, and the others are proven", async () => {
  await bench.nextSecond();
  const run = await bench.verify(["--all", "--side", "primary"], { variables: { SCRATCH_BUDGET_MIB: "2" } });
  expect(run.exitCode).toBe(1);
  expect(run.record).toMatchObject({ state: "partial", verify: { counts: { chosen: 4, proven: 3, unproven: 1 } } });
  expect(run.record.verify?.unproven).toMatchObject([{ repo: "acme/web", problem: { code: "too-large-to-prove" } }]);
  expect(await bench.proofFailures()).toBe(0);
});

test("when the metric cannot be published the proofs count all the same: exit code 69 and a warning", async () => {
  await bench.box.fault("aws", {
    match: { operation: "cloudwatch:PutMetricData" },
    action: { kind: "status", status: 403, body: '{"__type":"AccessDenied","message":"as asked for"}' },
    times: 0,
  });
  const run = await bench.verify(["--repository", "acme/api"]);
  expect(run.exitCode, run.output).toBe(69);
  expect(run.record).toMatchObject({ state: "succeeded", warnings: [expect.stringContaining("metric")] });
});
