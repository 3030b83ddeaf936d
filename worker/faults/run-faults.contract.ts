// What can go wrong for a run as a whole: the list of repositories, the tokens, the snapshot before, the manifest, the
// records. A fault that passes must cost nothing but time. One that lasts ends the run with a reason, and leaves nothing that
// looks like a whole snapshot; or it is of no weight, and the run succeeds all the same. See also run-outcome.contract.ts.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUCKETS } from "@/sandbox/names";
import type { FaultAction } from "@/sandbox/shared/faults";
import { type Fault, FaultBench, type FaultyRun, s3Error } from "./testing/fault-bench";

interface Row {
  name: string;
  fault: Omit<Fault, "times">;
  /** Exit code, error and words of a run for which it lasts; or the event in the log of one that goes on all the same. Undefined: other rows have that form. */
  lasting: { exit: number; code: string; words: RegExp; recordLost?: boolean } | { goesOn: string } | undefined;
  /** How often it strikes in its passing form; 0 when it is nothing that passes. */
  passing: number;
}

const at =
  (server: Fault["server"], match: Fault["match"], skip = 0) =>
  (name: string, action: FaultAction, lasting: Row["lasting"], passing = 2): Row => ({
    name,
    fault: { server, match, action, skip },
    lasting,
    passing,
  });
const pages = "/installation/repositories";
const installations = at("github", { path: "/app/installations\\?" });
const mint = at("github", { method: "POST", path: "/access_tokens$" });
const app = at("github", { path: "^/api/v3/app" });
const page1 = at("github", { path: `${pages}(?!.*[?&]page=)` });
const page2 = at("github", { path: `${pages}.*[?&]page=2` });
const bucketList = at("s3", { path: `^/${BUCKETS.backups}/?\\?.*list-type=2` });
const oldManifest = at("s3", { operation: "GetObject", path: "/manifest\\.json" });
const newManifest = at("s3", { operation: "PutObject", path: "/manifest\\.json" });
const records = at("s3", { path: `^/${BUCKETS.records}` });
const checkpoints = at("s3", { operation: "PutObject", path: "/checkpoint/" });
/** Everything of S3's, from some moment on. */
const s3Later = at("s3", {}, 14);

const status = (code: number, body = "{}", headers: Record<string, string> = {}): FaultAction => ({
  kind: "status",
  status: code,
  body,
  headers: { "content-type": "application/json", ...headers },
});
const reset: FaultAction = { kind: "reset" };
const answerLost: FaultAction = { kind: "reset", handled: true };
const resetAfter = (afterBytes: number): FaultAction => ({ kind: "reset", afterBytes });
const endAfter = (afterBytes: number): FaultAction => ({ kind: "truncate", afterBytes });
const noLink: FaultAction = { kind: "headers", set: { link: null } };
const slowly: FaultAction = { kind: "slow", bytesPerSecond: 20_000 };
const slowDown = s3Error(503, "SlowDown");
const internal = s3Error(500, "InternalError");
const hours = { "retry-after": "7200" };

const github = (words: RegExp) => ({ exit: 75, code: "github-unreachable", words });
/** What was on the pages that could be had is captured; the others are not taken for gone. */
const part = (code: string, words: RegExp) => ({ exit: 1, code, words });
const s3 = (words: RegExp) => ({ exit: 75, code: "storage-unreachable", words });

// biome-ignore format: one line a row can be read down like a table
const ROWS: Row[] = [
  // GitHub: who asks, and for what
  installations("installations 500", status(500), github(/500/)),
  mint("no token 502", status(502), github(/502/)),
  app("App key refused", status(401, '{"message":"A JSON web token could not be decoded"}'), { exit: 77, code: "github-credentials", words: /could not be decoded/ }, 0),
  page1("page 1 500", status(500), github(/500/)),
  page2("page 2 500", status(500), part("github-unreachable", /500/)),
  page2("page 2 reset", reset, undefined),
  page2("page 2 reset within", resetAfter(100), undefined),
  page2("page 2 ends early", endAfter(100), part("github-unreachable", /./)),
  page2("page 2 409", status(409), part("github-answer", /409/), 0),
  page2("page 2 is no list", status(200), part("github-answer", /no list/), 0),
  page2("page 2 refused for hours", status(403, '{"message":"You have exceeded a secondary rate limit."}', hours), part("github-rate-limited", /rate limit/), 0),
  page1("the link to page 2 is lost", noLink, part("github-answer", /1 of 3/), 1),
  // S3: what was before
  bucketList("bucket not listed 503", slowDown, s3(/SlowDown/)),
  oldManifest("snapshot before 500", internal, s3(/InternalError/)),
  oldManifest("snapshot before reset", reset, undefined),
  oldManifest("snapshot before reset within", resetAfter(300), s3(/reset|aborted/i)),
  oldManifest("snapshot before ends early", endAfter(300), undefined),
  oldManifest("snapshot before trickles", slowly, { goesOn: "finished" }, 0),
  // S3: the manifest
  newManifest("manifest 503", slowDown, s3(/SlowDown/)),
  newManifest("manifest reset", reset, undefined),
  newManifest("manifest done answer lost", answerLost, { goesOn: "finished" }),
  newManifest("manifest 412", s3Error(412, "PreconditionFailed"), { exit: 73, code: "object-exists", words: /manifest\.json exists already/ }, 0),
  newManifest("manifest 409", s3Error(409, "ConditionalRequestConflict"), s3(/ConditionalRequestConflict/), 1),
  // S3: everything, from some moment on
  s3Later("credentials expire", s3Error(400, "ExpiredToken"), { exit: 75, code: "storage-credentials", words: /ExpiredToken/, recordLost: true }, 0),
  s3Later("S3 goes away", slowDown, { ...s3(/SlowDown/), recordLost: true }),
  // of no weight
  records("records bucket away", slowDown, { goesOn: "record-not-written" }),
  checkpoints("checkpoints not written", slowDown, { goesOn: "checkpoint-not-written" }),
];

const NAMES = ["one", "two", "three"];
let bench: FaultBench;
beforeAll(async () => {
  bench = await FaultBench.start(NAMES);
  // So that three repositories are three pages.
  const limits = { method: "POST", body: JSON.stringify({ pageEntries: 1 }) };
  expect((await fetch(`${bench.box.urls.github}/_sandbox/limits`, limits)).ok).toBe(true);
  expect((await bench.backup()).exitCode).toBe(0);
});
afterAll(() => bench.box.stop());

const totals = async () => (await bench.box.newestManifest()).totals;
const commit = async () => {
  for (const name of ["one", "three"]) await bench.box.commit(`acme/${name}`);
};

const LASTING = ROWS.flatMap(({ lasting, ...row }) => (lasting ? [{ ...row, lasting }] : []));

describe.each(LASTING)("$name", ({ fault, lasting }) => {
  if ("goesOn" in lasting) {
    test("lasting, is of no weight", async () => {
      await commit();
      const recordLost = lasting.goesOn === "record-not-written";
      const run = await bench.backup({ faults: [{ ...fault, times: 0 }], recordLost });
      expect(run.exitCode, run.output).toBe(0);
      expect(run.events.map(({ event }) => event)).toContain(lasting.goesOn);
      expect(await totals()).toMatchObject({ captured: 2, unchanged: 1 });
      await bench.sound.expectRefsRight();
    });
    return;
  }

  test("lasting, ends the run with its reason", async () => {
    await commit();
    const run = await bench.backup({ faults: [{ ...fault, times: 0 }], recordLost: lasting.recordLost });
    expect(run.exitCode, run.output).toBe(lasting.exit);
    const told = run.events.filter(({ code, hint }) => code === lasting.code && hint);
    expect(told.map(({ message }) => message).join("\n"), run.output).toMatch(lasting.words);
    // Whatever could not be listed is not gone.
    expect(await totals()).toMatchObject({ vanished: 0 });
  });

  test("over, costs nothing", async () => {
    const run = await bench.backup();
    await expectAllSafe(run);
  });
});

// Each round meets one row of every kind, so that no request is struck more often than by one passing fault.
const kindOf = ({ fault }: Row) => JSON.stringify([fault.server, fault.match]);
const PASSING = ROWS.filter(({ passing }) => passing > 0);
const roundOf = (row: Row) =>
  PASSING.slice(0, PASSING.indexOf(row)).filter((each) => kindOf(each) === kindOf(row)).length;
const ROUNDS = Array.from({ length: Math.max(...PASSING.map(roundOf)) + 1 }, (_, round) => {
  const rows = PASSING.filter((row) => roundOf(row) === round);
  return { rows, names: rows.map(({ name }) => name).join(", ") };
});

test.each(ROUNDS)("passing: $names", async ({ rows }) => {
  await commit();
  const run = await bench.backup({
    faults: rows.map(({ name, fault, passing }) => ({ ...fault, id: name, times: passing })),
  });
  await expectAllSafe(run);
  for (const { name, passing } of rows) expect(run.hits.get(name), name).toBe(passing);
});

test("after all of this every repository can be rebuilt from its chain", () => bench.sound.expectRestorable());

async function expectAllSafe(run: FaultyRun): Promise<void> {
  expect(run.exitCode, run.output).toBe(0);
  const { captured, unchanged } = await totals();
  expect(captured + unchanged, run.output).toBe(NAMES.length);
  await bench.sound.expectRefsRight();
}
