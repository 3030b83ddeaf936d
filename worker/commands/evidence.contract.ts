import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CONTROLS } from "@/lib/domain/evidence/controls";
import type { Evidence } from "@/lib/domain/evidence/evidence";
import { receiptHash } from "@/lib/operations/digest";
import { BUCKETS } from "@/sandbox/names";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-evidence-"));
  const history = { commits: 4 };
  box = await TestSandbox.start(["one", "two"].map((name) => ({ name, description: "", history })));
});
afterEach(() => box.clearFaults());
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

const today = new Date().toISOString().slice(0, 10);

async function pack(
  ...args: string[]
): Promise<{ pack: Evidence; page: string; exitCode: number | null; output: string }> {
  const out = await mkdtemp(path.join(scratch, "pack-"));
  const { exitCode, output } = await box.worker(["evidence", "--from", today, "--to", today, "--out", out, ...args]);
  const text = (name: string) => readFile(path.join(out, name), "utf8");
  return { pack: JSON.parse(await text("evidence.json")), page: await text("evidence.html"), exitCode, output };
}

test("says what was backed up, what failed and when it was mended, what was proven and drilled, and who did what", async () => {
  await box.fault("github", {
    match: { path: "/acme/two\\.git/" },
    action: { kind: "status", status: 500 },
    times: 1000,
  });
  expect((await box.worker(["backup"], { variables: { RETRY_PAUSE_MS: "1" } })).exitCode).toBe(1);
  await box.clearFaults();
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  expect((await box.worker(["verify", "--all"])).exitCode).toBe(0);
  expect((await box.worker(["drill"])).exitCode).toBe(0);
  const { pack: made, page, exitCode, output } = await pack();
  expect(exitCode, output).toBe(0);
  expect(made.snapshots).toMatchObject([
    { failed: 1, safe: 1 },
    { failed: 0, safe: 2, chained: true },
  ]);
  expect(made.incidents).toMatchObject([
    { repository: "acme/two", outcome: "failed", mended_in: made.snapshots[1]?.snapshot },
  ]);
  expect(made.coverage).toMatchObject([
    { repository: "acme/one", last_proof_primary: expect.any(String), last_proof_replica: expect.any(String) },
    { repository: "acme/two", last_backup: made.snapshots[1]?.finished_at },
  ]);
  expect(made.proofs).toMatchObject({ runs: 1, proven: 4, failed: [], altered: [] });
  expect(made.access.entries.map(({ who, result }) => `${who}: ${result}`)).toEqual([
    "backup task (schedule): failed",
    "backup task (schedule): done",
    "verify task (schedule): done",
    "drill task (schedule): done",
  ]);
  expect(made.access.breaks).toEqual([]);
  expect(made.drills[0]?.items).toMatchObject([{ state: "restored" }, { state: "restored" }]);
  expect(made.runs.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "backup partial",
    "backup succeeded",
    "verify succeeded",
    "drill succeeded",
  ]);
  expect(made.alarms.known).toBe(true);
  expect(made.left_out).toEqual([]);
  for (const { control } of CONTROLS) expect(page).toContain(`<td>${control}</td>`);
  expect(page).toContain("acme/two");
  expect(page).not.toMatch(/<script|src=|href=/);
});

test("its hash covers all of it, and it names the pack before: what is changed or left out shows", async () => {
  const first = (await pack()).pack;
  const second = (await pack()).pack;
  expect(receiptHash(second)).toBe(second.hash);
  expect(receiptHash({ ...second, coverage: [] })).not.toBe(second.hash);
  expect(second.previous?.hash).toBe(first.hash);
  const kept = await box.object(second.previous?.key ?? "", BUCKETS.records);
  expect(JSON.parse(kept.toString("utf8"))).toEqual(first);
});

test("what cannot be read is named, and told by the exit code; it is not passed over", async () => {
  await box.fault("s3", {
    match: { operation: "GetObject", path: "/runs/" },
    action: { kind: "corrupt", atByte: 0 },
    times: 1,
  });
  const { pack: made, page, exitCode } = await pack();
  expect(exitCode).toBe(1);
  expect(made.left_out).toHaveLength(1);
  expect(page).toContain("Left out");
});

test("what is of another time is not read: a damaged record of last year concerns nobody", async () => {
  const key = `runs/20250101T020000Z-aaaaaa/run.json`;
  await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: key, Body: "{" }));
  const { pack: made, exitCode } = await pack();
  expect({ exitCode, left: made.left_out }).toEqual({ exitCode: 0, left: [] });
});

test("a period is two days in order, and nothing else", async () => {
  for (const [args, told] of [
    [["--from", "yesterday"], "is no day"],
    [["--from", "2026-02-02", "--to", "2026-02-01"], "is after"],
  ] as const) {
    const { exitCode, output } = await box.worker(["evidence", ...args]);
    expect(exitCode).toBe(64);
    expect(output).toContain(told);
  }
});
