// What can go wrong around the making of a repository: GitHub's answers, and what people do at the same time. Whatever
// happens, the restore completes or says where it stands, a retry completes it, and nothing is made twice.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultAction } from "@/sandbox/shared/faults";
import { type Fault, slug } from "../../faults/testing/fault-bench";
import { FaultyRestores, on, repository } from "./testing/faulty-restores";
import {
  expectComplete,
  expectNothing,
  expectResumable,
  expectSuccess,
  isMarked,
  repositoryOf,
} from "./testing/true-end";

const CREATE = "POST /orgs/{org}/repos";
const ACTIONS = "PUT /repos/{owner}/{repo}/actions/permissions";
const READ = "GET /repos/{owner}/{repo}";
const CHANGE = "PATCH /repos/{owner}/{repo}";

let bench: FaultyRestores;
beforeAll(async () => {
  bench = await FaultyRestores.start([repository("one"), repository("old", { archived: true })]);
});
afterEach(async () => {
  await bench.box.clearFaults();
  await bench.admin("installations", {
    app: "holdfast-restore",
    account: "acme",
    suspended: false,
    permissions: RIGHTS,
  });
  await bench.admin("organisations", { login: "acme", mayCreate: ["public", "private", "internal"] });
});
afterAll(() => bench.box.stop());

const RIGHTS = { administration: "write", contents: "write", metadata: "read", workflows: "write" };

const at = (operation: string, action: FaultAction, times = 1, skip = 0) => on({ operation }, action, times, skip);
const status = (code: number, handled?: true): FaultAction => ({
  kind: "status",
  status: code,
  body: '{"message":"Server Error"}',
  handled,
});
const lost: FaultAction = { kind: "reset", handled: true };
/** As of a token that has expired or was revoked. */
const refused: FaultAction = { kind: "status", status: 401, body: '{"message":"Bad credentials"}' };
const FOR_EVER = 0;

describe("an answer that goes wrong once costs nothing", () => {
  // biome-ignore format: one line a row can be read down like a table
  test.each<[name: string, fault: Fault]>([
    ["create 502 before it took effect", at(CREATE, status(502))],
    ["create 502 after it took effect", at(CREATE, status(502, true))],
    ["create answer lost", at(CREATE, lost)],
    ["create reset", at(CREATE, { kind: "reset" })],
    ["actions 500", at(ACTIONS, status(500), 2)],
    ["actions 404 while GitHub settles", at(ACTIONS, { kind: "status", status: 404, body: '{"message":"Not Found"}' }, 2)],
    ["settings 502 after", at(CHANGE, status(502, true))],
    ["settings reset", at(CHANGE, { kind: "reset" }, 2)],
    ["create 401", at(CREATE, refused)],
    ["actions 401", at(ACTIONS, refused)],
    ["settings 401", at(CHANGE, refused)],
    ["look 401", at(READ, refused)],
    ["topics 502", at("PUT /repos/{owner}/{repo}/topics", status(502))],
  ])("%s", async (name, fault) => {
    const target = slug(name);
    const run = await bench.one("one", target, { faults: [{ ...fault, id: name }] });
    expectSuccess(run);
    if (!name.startsWith("topics")) expect(run.hits.get(name), run.output).toBe(fault.times);
    await expectComplete(bench, "one", target, { run });
    expect((await bench.newNames()).filter((each) => each.includes(target))).toHaveLength(1);
  });
});

describe("an answer that goes wrong for good leaves nothing, or what a retry goes on with", () => {
  test("create 502 and nothing was made", async () => {
    const run = await bench.one("one", "never-made", { faults: [at(CREATE, status(502), FOR_EVER)] });
    await expectNothing(bench, "never-made", run, "github-unreachable");
    await expectRetry(run, "never-made");
  });

  test("create 502 although it was made, and GitHub does not show it either", async () => {
    const faults = [at(CREATE, status(502, true), FOR_EVER), at(READ, status(502), FOR_EVER, 1)];
    const run = await bench.one("one", "made-unseen", { faults });
    expect(run.record, run.output).toMatchObject({ state: "failed", error: { code: "github-unreachable" } });
    const found = await repositoryOf(bench, "made-unseen");
    expect(isMarked(found)).toBe(true);
    expect(await bench.journal(run.id, "made-unseen")).toMatchObject({ state: "creating" });
    await expectRetry(run, "made-unseen");
    expect((await repositoryOf(bench, "made-unseen")).id).toBe(found.id);
  });

  test("Actions cannot be switched off: nothing is pushed", async () => {
    const run = await bench.one("one", "actions-stay", { faults: [at(ACTIONS, status(500), FOR_EVER)] });
    await expectResumable(bench, "one", "actions-stay", { run, code: "github-unreachable" });
    expect(await bench.box.lsRemote("acme/actions-stay")).toEqual([]);
    await expectRetry(run, "actions-stay");
  });

  test("GitHub asks to wait for hours after it was made: its description says so", async () => {
    const hours: FaultAction = {
      kind: "status",
      status: 403,
      headers: { "retry-after": "7200" },
      body: '{"message":"You have exceeded a secondary rate limit"}',
    };
    const run = await bench.one("one", "made-then-hours", { faults: [at(ACTIONS, hours, FOR_EVER)] });
    await expectResumable(bench, "one", "made-then-hours", { run, code: "github-rate-limited" });
    expect((await repositoryOf(bench, "made-then-hours")).description).toContain("rate limit is reached until");
    await expectRetry(run, "made-then-hours");
  });

  test("no token is taken any more: the refusal is told once, with what to look at", async () => {
    const run = await bench.one("one", "never-let-in", { faults: [at(CREATE, refused, FOR_EVER)] });
    await expectNothing(bench, "never-let-in", run, "github-credentials");
    await expectRetry(run, "never-let-in");
  });

  test("Actions are said to be off and are not: nothing is pushed", async () => {
    const run = await bench.one("one", "actions-on", {
      faults: [at(ACTIONS, { kind: "status", status: 204 }, FOR_EVER)],
    });
    await expectResumable(bench, "one", "actions-on", { run, code: "github-forbidden" });
    expect(await bench.box.lsRemote("acme/actions-on")).toEqual([]);
    await expectRetry(run, "actions-on");
  });

  test("the settings cannot be set: all refs are there, and the description says it is not finished", async () => {
    const run = await bench.one("one", "unfinished", { faults: [at(CHANGE, status(500), 3)] });
    await expectResumable(bench, "one", "unfinished", { run, code: "github-unreachable" });
    await expectRetry(run, "unfinished");
  });

  test("an archived one whose archiving fails", async () => {
    const run = await bench.one("old", "old-again", { faults: [at(CHANGE, status(500), 3, 1)] });
    await expectResumable(bench, "old", "old-again", { run, code: "github-unreachable" });
    await expectRetry(run, "old-again", "old");
  });
});

describe("what an owner has decided refuses the restore, and nothing is made", () => {
  test("private repositories are not allowed", async () => {
    await bench.admin("organisations", { login: "acme", mayCreate: ["public"] });
    const run = await bench.one("one", "not-allowed");
    await expectNothing(bench, "not-allowed", run, "github-forbidden");
    expect(run.record?.error?.message).toContain("You need admin access to the organization");
    await bench.admin("organisations", { login: "acme", mayCreate: ["private"] });
    await expectRetry(run, "not-allowed");
  });

  test("the App is suspended", async () => {
    await bench.admin("installations", { app: "holdfast-restore", account: "acme", suspended: true });
    const run = await bench.one("one", "suspended");
    expect(run.record, run.output).toMatchObject({ error: { code: "restore-app-suspended" } });
    await bench.admin("installations", { app: "holdfast-restore", account: "acme", suspended: false });
    await expectNothing(bench, "suspended", run, "restore-app-suspended");
    await expectRetry(run, "suspended");
  });

  test("the App lacks workflows", async () => {
    const { workflows: _, ...permissions } = RIGHTS;
    await bench.admin("installations", { app: "holdfast-restore", account: "acme", permissions });
    const run = await bench.one("one", "no-workflows");
    await expectNothing(bench, "no-workflows", run, "app-permissions");
    await bench.admin("installations", { app: "holdfast-restore", account: "acme", permissions: RIGHTS });
    await expectRetry(run, "no-workflows");
  });

  test("the App is not installed there", async () => {
    const run = await bench.restore(["--repository", "acme/one", "--target", "elsewhere/one"]);
    expect(run.record, run.output).toMatchObject({ state: "failed", error: { code: "app-not-installed" } });
  });
});

describe("somebody else is at work there", () => {
  const held = (operation: string): Fault => at(operation, { kind: "stall", ms: 700 });

  test("the target appears between the checks and the creation: it is left alone", async () => {
    const make = () => bench.admin("repositories", { organisation: "acme", name: "appears", description: "mine" });
    const run = await bench.one("one", "appears", { meanwhile: { at: held(CREATE), act: make } });
    expect(run.exitCode, run.output).toBe(73);
    expect(run.record).toMatchObject({ state: "failed", error: { code: "target-exists" } });
    expect((await repositoryOf(bench, "appears")).description).toBe("mine");
    expect(await bench.box.lsRemote("acme/appears")).toEqual([]);
    const again = await bench.retry(run.id);
    expect(again.exitCode, again.output).toBe(73);
    expect((await repositoryOf(bench, "appears")).description).toBe("mine");
    await bench.admin("repositories", { organisation: "acme", name: "appears", renameTo: "appears-theirs" });
    await bench.admin("repositories", { organisation: "acme", name: "appears-theirs", delete: true });
    await expectRetry(run, "appears");
  });

  test("the target is deleted while it is pushed: a retry makes it anew", async () => {
    const remove = () => bench.admin("repositories", { organisation: "acme", name: "deleted", delete: true });
    const run = await bench.one("one", "deleted", { meanwhile: { at: held("receive-pack"), act: remove } });
    expect(run.exitCode, run.output).not.toBe(0);
    expect(run.record, run.output).toMatchObject({ state: "failed" });
    expect(await bench.journal(run.id, "deleted"), run.output).toMatchObject({ state: "failed" });
    await expectRetry(run, "deleted");
  });

  test("the target is renamed while it is pushed: nothing goes elsewhere unsaid, and no second one is made", async () => {
    const rename = () => bench.admin("repositories", { organisation: "acme", name: "moved", renameTo: "moved-away" });
    const run = await bench.one("one", "moved", { meanwhile: { at: held("receive-pack"), act: rename } });
    if (run.exitCode !== 0) {
      const again = await bench.retry(run.id);
      expect(again.record, again.output).toMatchObject({ state: "failed" });
      expect(await bench.newNames()).not.toContain("acme/moved");
    }
    await bench.admin("repositories", { organisation: "acme", name: "moved-away", renameTo: "moved" });
    await expectRetry(run, "moved");
    expect((await bench.newNames()).filter((name) => name.includes("moved"))).toEqual(["acme/moved"]);
  });

  test("the target is archived while it is pushed: a retry wakes it", async () => {
    const archive = () => bench.admin("repositories", { organisation: "acme", name: "frozen", archived: true });
    const run = await bench.one("one", "frozen", { meanwhile: { at: held("receive-pack"), act: archive } });
    expect(run.record, run.output).toMatchObject({ state: "failed" });
    await expectRetry(run, "frozen");
  });
});

test("a retry of what is done does nothing and says so", async () => {
  const run = await bench.one("one", "done-before");
  const { id } = await repositoryOf(bench, "done-before");
  const again = await bench.retry(run.id, { faults: [at(CREATE, { kind: "watch" }, FOR_EVER)] });
  expect(again.exitCode === 0 || again.record?.error?.code === "nothing-to-retry", again.output).toBe(true);
  await expectComplete(bench, "one", "done-before", { run: again, origin: run.id });
  expect((await repositoryOf(bench, "done-before")).id).toBe(id);
});

async function expectRetry(run: { id: Parameters<FaultyRestores["retry"]>[0] }, target: string, source = "one") {
  const again = await bench.retry(run.id);
  expectSuccess(again);
  await expectComplete(bench, source, target, { run: again, origin: run.id });
  expect((await bench.newNames()).filter((name) => name === `acme/${target}`)).toHaveLength(1);
}
