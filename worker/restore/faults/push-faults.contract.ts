// What can go wrong with the pushes of a restore. A fault that passes must cost nothing but time; one that lasts ends in a
// state that says what is missing, and a retry pushes the rest.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultAction } from "@/sandbox/shared/faults";
import { type Fault, slug } from "../../faults/testing/fault-bench";
import { FaultyRestores, on, type Restored, repository } from "./testing/faulty-restores";
import { SECRET, writeBroken, writeHuge, writeSecret, writeWide } from "./testing/hard-sources";
import { expectComplete, expectNothing, expectResumable, expectSuccess, repositoryOf } from "./testing/true-end";

const PUSH_LIMIT = 5 * 2 ** 20;
const FOR_EVER = 0;

let bench: FaultyRestores;
beforeAll(async () => {
  bench = await FaultyRestores.start(
    ["one", "wide", "secret", "broken", "huge"].map((name) => repository(name)),
    async (box) => {
      await writeWide(box, "wide");
      await writeSecret(box, "secret");
      await writeBroken(box, "broken");
      await writeHuge(box, "huge");
    },
  );
});
afterEach(async () => {
  await bench.box.clearFaults();
  await bench.admin("limits", {
    pushBytes: 2 ** 31,
    fileBytes: 100 * 2 ** 20,
    fsckPushes: false,
    tokenLifetimeSeconds: 3600,
  });
  await bench.admin("organisations", { login: "acme", rulesets: [], secrets: [] });
});
afterAll(() => bench.box.stop());

const PUSH = { operation: "receive-pack" };
const FIRST_CONTACT = { operation: "info-refs", path: "service=git-receive-pack" };
const status = (code: number, body = "", headers: Record<string, string> = {}): FaultAction => ({
  kind: "status",
  status: code,
  body,
  headers,
});

interface Row {
  name: string;
  match: Fault["match"];
  action: FaultAction;
  /** Of one that lasts. */
  code: string;
}

const CUT = "push-cut";
// biome-ignore format: one line a row can be read down like a table
const ROWS: Row[] = [
  { name: "push reset before it arrived", match: PUSH, action: { kind: "reset" }, code: CUT },
  { name: "push 500", match: PUSH, action: status(500), code: CUT },
  { name: "push 502", match: PUSH, action: status(502, "<h1>Bad gateway</h1>"), code: CUT },
  { name: "push 503", match: PUSH, action: status(503), code: CUT },
  { name: "push in silence", match: PUSH, action: { kind: "stall" }, code: CUT },
  { name: "first contact 500", match: FIRST_CONTACT, action: status(500), code: CUT },
  { name: "first contact reset", match: FIRST_CONTACT, action: { kind: "reset" }, code: CUT },
  { name: "push 401", match: PUSH, action: status(401, "Bad credentials"), code: "github-credentials" },
  { name: "first contact 401", match: FIRST_CONTACT, action: status(401, "Bad credentials"), code: "github-credentials" },
  { name: "push 403", match: PUSH, action: status(403, "Write access to repository not granted."), code: "github-forbidden" },
];
const impatient = { variables: { GIT_IDLE_TIMEOUT_SECONDS: "1" } };

describe("a push that goes wrong once", () => {
  test.each([
    ...ROWS.filter(({ code }) => code !== "github-forbidden"),
    { name: "push answer lost", match: PUSH, action: { kind: "reset", handled: true } as const },
    { name: "push answer lost within", match: PUSH, action: { kind: "reset", afterBytes: 20 } as const },
    { name: "push answer ends early", match: PUSH, action: { kind: "truncate", afterBytes: 20 } as const },
    { name: "push answer damaged", match: PUSH, action: { kind: "corrupt", atByte: 9 } as const },
  ])("$name: complete, and costs only time", async ({ name, match, action }) => {
    const target = slug(`once ${name}`);
    const run = await bench.one("one", target, { faults: [{ ...on(match, action, 1), id: name }], ...impatient });
    expect(run.hits.get(name), run.output).toBe(1);
    expectSuccess(run);
    await expectComplete(bench, "one", target, { run });
  });
});

describe("a push that goes wrong for good", () => {
  test.each(ROWS)("$name: says so, and a retry completes it", async ({ name, match, action, code }) => {
    const target = slug(`lasting ${name}`);
    const run = await bench.one("one", target, { faults: [on(match, action, FOR_EVER)], ...impatient });
    await expectResumable(bench, "one", target, { run, code });
    await expectRetry("one", target, run);
  });
});

describe("a history that is larger than a push may be", () => {
  const counted = (faults: Fault[] = []) => ({
    faults: [...faults, { ...on(PUSH, { kind: "watch" }, FOR_EVER), id: "pushes" }],
  });
  const planned = { variables: { PUSH_LIMIT_MIB: "4" } };

  test("is pushed in parts, none over the limit, and every ref is right", async () => {
    await bench.admin("limits", { pushBytes: PUSH_LIMIT });
    const run = await bench.one("wide", "in-parts", { ...counted(), ...planned });
    expectSuccess(run);
    await expectComplete(bench, "wide", "in-parts", { run });
    expect(run.hits.get("pushes"), run.output).toBeGreaterThanOrEqual(4);
    expect(run.output).not.toContain("push-smaller");
  });

  test("is pushed in smaller parts where GitHub's limit is lower than planned", async () => {
    await bench.admin("limits", { pushBytes: PUSH_LIMIT });
    const run = await bench.one("wide", "in-unplanned-parts", counted());
    expectSuccess(run);
    await expectComplete(bench, "wide", "in-unplanned-parts", { run });
    expect(run.events.map(({ event }) => event)).toContain("push-smaller");
  });

  test("with a commit that alone is over the limit: says so, and a retry completes it once it fits", async () => {
    await bench.admin("limits", { pushBytes: 900_000 });
    const run = await bench.one("wide", "one-too-large", planned);
    await expectResumable(bench, "wide", "one-too-large", { run, code: "push-too-large" });
    await bench.admin("limits", { pushBytes: PUSH_LIMIT });
    await expectRetry("wide", "one-too-large", run, planned);
  });

  test("breaks off in the middle: a retry pushes the rest alone", async () => {
    const faults = [on(PUSH, { kind: "reset" }, FOR_EVER, 4)];
    const run = await bench.one("wide", "broken-off", { faults, ...planned });
    await expectResumable(bench, "wide", "broken-off", { run, code: CUT });
    expect((await bench.box.lsRemote("acme/broken-off")).length, run.output).toBeGreaterThan(0);
    await bench.admin("limits", { pushBytes: PUSH_LIMIT });
    await expectRetry("wide", "broken-off", run, planned);
  });

  test("with every token ended between two pushes: goes on with new ones, git and REST alike", async () => {
    const at = on(PUSH, { kind: "stall", ms: 700 }, 1, 3);
    const meanwhile = { at, act: () => bench.admin("tokens", { expireAll: true }) };
    const run = await bench.one("wide", "token-ended", { meanwhile, ...planned });
    expect(
      run.events.filter(({ event }) => event === "push-retry"),
      run.output,
    ).toHaveLength(1);
    expectSuccess(run);
    await expectComplete(bench, "wide", "token-ended", { run });
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "stopped by %s between two pushes: says so, and a retry completes it",
    async (signal) => {
      const target = slug(`stopped ${signal}`);
      const run = await bench.one("wide", target, {
        kill: on(PUSH, { kind: "stall", ms: 3000 }, 1, 2),
        signal,
        ...planned,
      });
      expect(run.record, run.output).toMatchObject({ state: "stopped", error: { code: "run-stopped" } });
      const { description } = await repositoryOf(bench, target);
      expect(description, run.output).toMatch(
        new RegExp(`^Holdfast restore ${run.id}: stopped before its end; Retry in Holdfast`),
      );
      expect(await bench.journal(run.id, target)).toMatchObject({ state: "pushing" });
      await expectRetry("wide", target, run, planned);
    },
  );

  test("stopped while GitHub does not answer: ends in time all the same, and nothing untrue stands there", async () => {
    const run = await bench.one("wide", "stopped-in-silence", {
      ...{ kill: on(PUSH, { kind: "stall", ms: 3000 }, 1, 2), signal: "SIGTERM" },
      faults: [on({ operation: "PATCH /repos/{owner}/{repo}" }, { kind: "stall" }, FOR_EVER)],
      variables: { ...planned.variables, STOP_PATIENCE_SECONDS: "1" },
    });
    expect(run.record, run.output).toMatchObject({ state: "stopped" });
    expect(run.events.map(({ event }) => event)).toContain("not-noted");
    const { description } = await repositoryOf(bench, "stopped-in-silence");
    expect(description).toBe(`Holdfast restore ${run.id}: not finished, do not push here`);
    await expectRetry("wide", "stopped-in-silence", run, planned);
  });
});

describe("GitHub refuses what is pushed", () => {
  test("push protection: verbatim with its link; a retry completes it once the secret is allowed", async () => {
    await bench.admin("organisations", { login: "acme", secrets: [{ name: SECRET.name, pattern: SECRET.pattern }] });
    const run = await bench.one("secret", "protected");
    const { problem } = await expectResumable(bench, "secret", "protected", { run, code: "push-protected" });
    expect(problem?.message).toContain("Push cannot contain secrets");
    expect(problem?.message).toContain("path: deploy.env:1");
    const [url = ""] = /https?:\S+\/unblock-secret\/\w+/.exec(problem?.message ?? "") ?? [];
    expect(url).toContain("/acme/protected/security/secret-scanning/");
    expect(await bench.box.lsRemote("acme/protected")).toContainEqual(expect.stringMatching(/refs\/heads\/main$/));
    const again = await bench.retry(run.id);
    await expectResumable(bench, "secret", "protected", { run: again, origin: run.id, code: "push-protected" });
    await bench.admin("allowed-secrets", { url });
    await expectRetry("secret", "protected", run);
  });

  test("a ruleset: the others are pushed; a retry completes it once it is off", async () => {
    const rulesets = [{ name: "tags", pattern: "^refs/tags/v0\\.2" }];
    await bench.admin("organisations", { login: "acme", rulesets });
    const run = await bench.one("one", "ruled");
    const { problem } = await expectResumable(bench, "one", "ruled", { run, code: "push-rules" });
    expect(problem?.message).toContain("Cannot create ref due to creations being restricted.");
    expect(problem?.message).toContain("/rules?ref=refs%2Ftags%2Fv0.2.0");
    await bench.admin("organisations", { login: "acme", rulesets: [] });
    await expectRetry("one", "ruled", run);
  });

  test("a ruleset against the branch that is the default one", async () => {
    await bench.admin("organisations", { login: "acme", rulesets: [{ name: "main", pattern: "^refs/heads/main$" }] });
    const run = await bench.one("one", "mainless");
    await expectResumable(bench, "one", "mainless", { run, code: "push-rules" });
    await bench.admin("organisations", { login: "acme", rulesets: [] });
    await expectRetry("one", "mainless", run);
  });

  test("a malformed object: the words of the check; a retry completes it where it is taken", async () => {
    await bench.admin("limits", { fsckPushes: true });
    const run = await bench.one("broken", "malformed");
    const { problem } = await expectResumable(bench, "broken", "malformed", { run, code: "push-fsck" });
    expect(problem?.message).toContain("fsck error in packed object");
    await bench.admin("limits", { fsckPushes: false });
    await expectRetry("broken", "malformed", run);
  });

  test("a file over a limit that is lower than github.com's", async () => {
    await bench.admin("limits", { fileBytes: 2 ** 19 });
    const run = await bench.one("wide", "file-refused");
    const { problem } = await expectResumable(bench, "wide", "file-refused", { run, code: "push-refused" });
    expect(problem?.message).toContain("this exceeds GitHub's file size limit");
    await bench.admin("limits", { fileBytes: 100 * 2 ** 20 });
    await expectRetry("wide", "file-refused", run);
  });

  test("a file over github.com's limit is found before anything is created", async () => {
    const run = await bench.one("huge", "too-huge");
    await expectNothing(bench, "too-huge", run, "file-too-large");
    expect(run.record?.restore?.preflight).toContainEqual(
      expect.objectContaining({ id: "object-size", state: "warning", text: expect.stringContaining("acme/huge") }),
    );
    expect(run.record?.error?.message).toMatch(/acme\/huge holds 1 file over 100.*dumps\/all\.sql with 10/);
  });
});

test("hidden refs are not pushed, and are counted", async () => {
  const run = await bench.one("one", "hidden");
  expectSuccess(run);
  expect((await bench.box.lsRemote("acme/one")).join("\n")).toMatch(/refs\/pull\/\d+\/head/);
  await expectComplete(bench, "one", "hidden", { run });
});

async function expectRetry(source: string, target: string, run: Restored, options = {}): Promise<void> {
  const again = await bench.retry(run.id, options);
  expectSuccess(again);
  await expectComplete(bench, source, target, { run: again, origin: run.id });
  expect((await bench.newNames()).filter((name) => name === `acme/${target}`)).toHaveLength(1);
}
