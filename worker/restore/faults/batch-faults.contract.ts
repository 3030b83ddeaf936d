// A restore of many, when GitHub asks for patience or some of them cannot be done: each has its own outcome, the others go
// on, and a retry does the rest alone.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../faults/testing/fault-bench";
import { FaultyRestores, on, type Restored, repository } from "./testing/faulty-restores";
import { SECRET, writeSecret } from "./testing/hard-sources";
import { expectComplete, expectResumable, expectSuccess, itemOf, repositoryOf } from "./testing/true-end";

const NAMES = ["one", "two", "three", "four", "five", "six"];
const CREATE = { operation: "POST /orgs/{org}/repos" };
const LIMITS = { creationsPerMinute: null, minuteSeconds: 60, retryAfterSeconds: 60, secondaryStatus: 403 };

let bench: FaultyRestores;
beforeAll(async () => {
  bench = await FaultyRestores.start(
    NAMES.map((name) => repository(name)),
    (box) => writeSecret(box, "five"),
  );
});
afterEach(async () => {
  await bench.box.clearFaults();
  await bench.admin("limits", LIMITS);
  await bench.admin("organisations", { login: "acme", secrets: [] });
});
afterAll(() => bench.box.stop());

const CREATIONS: Fault = { ...on(CREATE, { kind: "watch" }, 0), id: "creations" };

describe("GitHub's secondary limit in the middle of it", () => {
  test.each([403, 429])("with %d: it waits, and all are complete", async (secondaryStatus) => {
    await bench.admin("limits", { creationsPerMinute: 2, minuteSeconds: 1.5, retryAfterSeconds: 1, secondaryStatus });
    const prefix = `limited-${secondaryStatus}-`;
    const run = await bench.many(NAMES, prefix, { faults: [CREATIONS] });
    expectSuccess(run);
    await expectAllComplete(prefix, run);
    // It met the limit, and was not let in at once.
    expect(run.hits.get("creations"), run.output).toBeGreaterThan(NAMES.length);
  });

  test("for hours: what was made stays, the others say why, and a retry makes those alone", async () => {
    await bench.admin("limits", { creationsPerMinute: 2, retryAfterSeconds: 7200 });
    const run = await bench.many(NAMES, "hours-");
    expect(["partial", "failed"], run.output).toContain(run.record?.state);
    // Whatever else would be asked of GitHub has to wait as well, so those that were made may not be finished.
    const failed = run.record?.restore?.restored?.filter(({ state }) => state === "failed") ?? [];
    expect(failed.length, run.output).toBeGreaterThanOrEqual(NAMES.length - 2);
    for (const { problem } of failed) expect(problem?.code, run.output).toBe("github-rate-limited");
    expect(await madeOf("hours-")).toHaveLength(2);
    await bench.admin("limits", LIMITS);
    const again = await bench.retry(run.id, { faults: [CREATIONS] });
    expectSuccess(again);
    expect(again.hits.get("creations"), again.output).toBe(NAMES.length - 2);
    await expectAllComplete("hours-", again, run);
  });
});

test("some cannot be done: the others are, each with its reason, and a retry does the rest", async () => {
  await bench.admin("repositories", { organisation: "acme", name: "mixed-six", description: "mine" });
  await bench.admin("organisations", { login: "acme", secrets: [{ name: SECRET.name, pattern: SECRET.pattern }] });
  const lostPushes = on({ operation: "receive-pack", path: "/mixed-two\\.git" }, { kind: "reset" }, 0);
  const run = await bench.many(NAMES, "mixed-", { faults: [lostPushes] });
  expect(run.exitCode, run.output).toBe(1);
  expect(run.record, run.output).toMatchObject({
    state: "partial",
    error: { code: "restore-incomplete" },
    restore: { counts: { done: 3, failed: 2, refused: 1 } },
  });
  await expectResumable(bench, "two", "mixed-two", { run, code: "push-cut" });
  const { problem } = await expectResumable(bench, "five", "mixed-five", { run, code: "push-protected" });
  expect(itemOf(run, "mixed-six")).toMatchObject({ state: "refused", problem: { code: "target-exists" } });
  expect((await repositoryOf(bench, "mixed-six")).description).toBe("mine");
  for (const name of ["one", "three", "four"]) await expectComplete(bench, name, `mixed-${name}`, { run });

  const [url = ""] = /https?:\S+\/unblock-secret\/\w+/.exec(problem?.message ?? "") ?? [];
  await bench.admin("allowed-secrets", { url });
  const again = await bench.retry(run.id, { faults: [CREATIONS] });
  expect(again.record, again.output).toMatchObject({ restore: { counts: { done: 2, skipped: 3, refused: 1 } } });
  expect(again.hits.get("creations"), again.output).toBe(0);
  for (const name of ["two", "five"])
    await expectComplete(bench, name, `mixed-${name}`, { run: again, origin: run.id });

  await bench.admin("repositories", { organisation: "acme", name: "mixed-six", delete: true });
  const last = await bench.retry(run.id);
  expectSuccess(last);
  await expectAllComplete("mixed-", last, run);
});

test("names that GitHub rewrites are asked for as it would write them, and one that cannot be had is refused", async () => {
  const run = await bench.many(["one", "two"], "März & Co ");
  expectSuccess(run);
  for (const name of ["one", "two"]) await expectComplete(bench, name, `M-rz-Co-${name}`, { run });
});

test("the App is suspended in the middle: what was done stays, and a retry does the rest", async () => {
  const suspend = (suspended: boolean) =>
    bench.admin("installations", { app: "holdfast-restore", account: "acme", suspended });
  const at = on(CREATE, { kind: "stall", ms: 500 }, 1, 3);
  const run = await bench.many(NAMES, "suspended-", { meanwhile: { at, act: () => suspend(true) } });
  expect(["partial", "failed"], run.output).toContain(run.record?.state);
  await suspend(false);
  const again = await bench.retry(run.id);
  expectSuccess(again);
  await expectAllComplete("suspended-", again, run);
});

async function madeOf(prefix: string): Promise<string[]> {
  return (await bench.newNames()).filter((name) => name.startsWith(`acme/${prefix}`));
}

async function expectAllComplete(prefix: string, run: Restored, origin = run): Promise<void> {
  expect((await madeOf(prefix)).sort(), run.output).toEqual(NAMES.map((name) => `acme/${prefix}${name}`).sort());
  for (const name of NAMES) await expectComplete(bench, name, `${prefix}${name}`, { run, origin: origin.id });
}
