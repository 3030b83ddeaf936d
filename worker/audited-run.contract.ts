// Every run leaves an intent and an outcome in the audit trail; what writes to GitHub does nothing without.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import { auditEntry } from "@/lib/domain/audit/audit-entry-schema";
import { AUDIT_PREFIX, RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import { BUCKETS, SECRETS } from "@/sandbox/names";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "web", description: "", history: { commits: 3 } }]);
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

const trail = async (verb: string): Promise<AuditEntry[]> => {
  const keys = await box.keys(BUCKETS.records, AUDIT_PREFIX);
  const texts = await Promise.all(keys.map((key) => box.object(key, BUCKETS.records)));
  const entries = texts.map((text) => auditEntry.parse(JSON.parse(text.toString())));
  return entries.filter(({ actor }) => actor.kind === "task" && actor.verb === verb);
};

test("a backup, a proof, a hold and a restore are told before and after, with the secrets they read", async () => {
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  expect((await box.worker(["verify", "--all"])).exitCode).toBe(0);
  const today = (await box.newestManifest()).snapshot;
  expect((await box.worker(["hold", "--snapshot", today, "--why", "to see"])).exitCode).toBe(0);
  const restore = ["restore", "--snapshot", today, "--repository", "acme/web", "--target", "acme/web-again"];
  const { exitCode, output } = await box.worker(restore);
  expect(exitCode, output).toBe(0);
  for (const [verb, secrets] of [
    ["backup", [SECRETS.backupKey]],
    ["verify", []],
    ["hold", []],
    ["restore", [SECRETS.restoreKey]],
  ] as const) {
    const [intent, outcome, ...more] = await trail(verb);
    expect(intent).toMatchObject({ phase: "intent", action: "carry out a run" });
    expect(
      intent?.secrets?.map((name) =>
        name
          .split(":")
          .at(-1)
          ?.replace(/-\w{6}$/, ""),
      ),
    ).toEqual(secrets);
    expect(outcome).toMatchObject({ phase: "outcome", result: "done", request: intent?.request, run: intent?.run });
    expect(more).toEqual([]);
  }
});

test("what went wrong is told with its reason", async () => {
  await box.fault("github", { match: { path: "installation" }, action: { kind: "status", status: 404 }, times: 100 });
  expect((await box.worker(["backup"], { variables: { RETRY_PAUSE_MS: "1" } })).exitCode).not.toBe(0);
  const outcome = (await trail("backup")).at(-1);
  expect(outcome).toMatchObject({ phase: "outcome", result: "failed", code: expect.any(String) });
  expect(outcome?.detail).toMatch(/^failed: /);
});

const TRAIL_AWAY = {
  match: { method: "PUT", path: `/${AUDIT_PREFIX}` },
  action: { kind: "status", status: 403, body: "<Error><Code>AccessDenied</Code></Error>" },
  times: 1000,
};

test("a backup is made although the trail cannot be written, and says so", async () => {
  await box.fault("s3", TRAIL_AWAY);
  const { exitCode, events } = await box.worker(["backup"]);
  expect(exitCode).toBe(0);
  expect(events.filter(({ event }) => event === "audit-not-written").length).toBeGreaterThan(0);
});

test("a restore is not: nothing is made on GitHub, and the hint says what to mend", async () => {
  await box.fault("s3", TRAIL_AWAY);
  const today = (await box.newestManifest()).snapshot;
  const target = "acme/web-untold";
  const { exitCode, events } = await box.worker([
    "restore",
    "--snapshot",
    today,
    "--repository",
    "acme/web",
    "--target",
    target,
  ]);
  expect(exitCode).toBe(75);
  expect(events.find(({ code }) => code === "audit-not-written")?.hint).toContain("Mend the records bucket");
  expect((await fetch(`${box.urls.github}/${target}`)).status).toBe(404);
  // Whoever looks at the run sees why, and not one that waits to begin.
  const [newest = ""] = (await box.keys(BUCKETS.records, RUNS_PREFIX))
    .filter((key) => key.endsWith("/run.json"))
    .reverse();
  const record = JSON.parse((await box.object(newest, BUCKETS.records)).toString());
  expect(record).toMatchObject({ kind: "restore", state: "failed", error: { code: "audit-not-written" } });
});

test("a backup that is made does not wait for a trail that answers nothing", async () => {
  await box.fault("s3", { ...TRAIL_AWAY, action: { kind: "stall" } });
  // Each entry by itself would be tried for minutes.
  const { exitCode, events } = await box.worker(["backup"]);
  expect(exitCode).toBe(0);
  expect(events.at(-1)).toMatchObject({ event: "audit-not-written", level: "warn" });
});
