// Killed at any moment: a retry completes the restore, every ref is right, and nothing was made twice. Most moments are
// marked by what the run does (a request is held just then), some by the clock.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "@/sandbox/seed/random";
import type { Fault } from "../faults/testing/fault-bench";
import { FaultyRestores, type Restored, repository } from "./faults/testing/faulty-restores";
import { expectComplete, expectSuccess } from "./faults/testing/true-end";

const BATCH = ["one", "two", "three", "old"] as const;

let bench: FaultyRestores;
beforeAll(async () => {
  bench = await FaultyRestores.start(BATCH.map((name) => repository(name, { archived: name === "old" })));
});
afterAll(() => bench.box.stop());

interface Moment {
  name: string;
  server: Fault["server"];
  match: Fault["match"];
  /** How many such requests a restore of one repository makes at least. */
  of: number;
  /** Held before it is handled, or when it is done and nothing of the answer was sent. */
  held: "before" | "done";
}

const both = (name: string, server: Fault["server"], match: Fault["match"], of = 1): Moment[] =>
  (["before", "done"] as const).map((held) => ({ name: `${held} ${name}`, server, match, of, held }));
const before = (name: string, server: Fault["server"], match: Fault["match"], of = 1): Moment[] =>
  both(name, server, match, of).slice(0, 1);

const REPOSITORY = "/repos/{owner}/{repo}";
const MOMENTS: Moment[] = [
  ...before("the plan", "s3", { operation: "GetObject", path: "/manifest\\.json" }),
  ...before("a token", "github", { path: "/access_tokens$" }, 2),
  ...before("the checks", "github", { operation: `GET ${REPOSITORY}` }),
  ...before("a bundle", "s3", { operation: "GetObject", path: "\\.bundle" }),
  ...both("the journal", "s3", { operation: "PutObject", path: "/restores/.*/acme/" }, 5),
  ...both("the creation", "github", { operation: "POST /orgs/{org}/repos" }),
  ...both("Actions off", "github", { operation: `PUT ${REPOSITORY}/actions/permissions` }),
  ...before("the first contact of the push", "github", { operation: "info-refs", path: "git-receive-pack" }),
  ...both("the push", "github", { operation: "receive-pack" }),
  ...before("the comparison", "github", { body: "command=ls-refs" }),
  ...both("the settings", "github", { operation: `PATCH ${REPOSITORY}` }),
  ...both("the receipt", "s3", { operation: "PutObject", path: "/receipts/" }),
];

const SEED = Number(process.env.KILL_SEED ?? 30);
const KILLS = 30;
/** Of these many are of a batch. */
const BATCHES = 10;
/** A retry may be killed too. */
const MOST_KILLS_OF_ONE = 3;

test("killed at thirty moments, a retry completes it, and nothing is made twice", async () => {
  const random = new Random(SEED);
  const kills = Array.from({ length: KILLS }, (_, index) => killAt(random, index));
  const seen = { killed: 0, made: 0 };
  let number = 0;
  for (let index = 0; index < KILLS; ) {
    const sources = number % (KILLS / BATCHES) === 0 ? BATCH : [random.pick(BATCH)];
    const prefix = `k${number++}-`;
    const row = kills.slice(index, index + random.between(1, MOST_KILLS_OF_ONE));
    index += row.length;
    const told = `${row.map(({ name }) => name).join(", then ")}, restore ${number} of seed ${SEED}`;
    await killAndRetry(sources, prefix, row, told, seen);
  }
  // The kills really met runs at work, some of them before and some after they had made something.
  expect(seen.killed).toBeGreaterThan(KILLS * 0.7);
  expect(seen.made).toBeGreaterThan(KILLS * 0.3);
}, 300_000);

interface Kill {
  name: string;
  kill: { ms: number } | Fault;
}

async function killAndRetry(
  sources: readonly string[],
  prefix: string,
  kills: Kill[],
  told: string,
  seen: { killed: number; made: number },
): Promise<void> {
  const ids = new Map<string, unknown>();
  let first: Restored | undefined;
  let last: Restored | undefined;
  for (const { kill } of [...kills, { kill: undefined }]) {
    last = first ? await bench.retry(first.id, { kill }) : await bench.many(sources, prefix, { kill });
    if (last.killed) seen.killed += 1;
    // Before its plan is kept there is nothing to retry, and nothing was done.
    if (!(await hasPlan(first ?? last))) {
      expect(await made(prefix), `${told}\n${last.output}`).toEqual(new Map());
      continue;
    }
    first ??= last;
    const now = await made(prefix);
    if (last.killed && now.size > 0) seen.made += 1;
    // What is there stays the one it is.
    for (const [name, id] of ids) expect(now.get(name), `${name}, ${told}\n${last.output}`).toBe(id);
    for (const [name, id] of now) ids.set(name, id);
  }
  if (!first || !last) throw new Error("nothing was started");
  const words = `${told}\n${last.output}`;
  if (last.record?.error?.code !== "nothing-to-retry") expect(() => expectSuccess(last), words).not.toThrow();
  expect([...(await made(prefix)).keys()].sort(), words).toEqual(sources.map((name) => `acme/${prefix}${name}`).sort());
  for (const source of sources)
    await expectComplete(bench, source, `${prefix}${source}`, { run: { ...last, output: words }, origin: first.id });
}

/** Names and ids of what is there of one restore. */
async function made(prefix: string): Promise<Map<string, unknown>> {
  const { body } = await bench.rest("/orgs/acme/repos?per_page=100&sort=created&direction=desc");
  const found = body as { full_name: string; id: number }[];
  return new Map(
    found.filter((each) => each.full_name.startsWith(`acme/${prefix}`)).map((each) => [each.full_name, each.id]),
  );
}

async function hasPlan({ id }: Restored): Promise<boolean> {
  return (await bench.box.keys("holdfast-records", `restores/${id}/plan.json`)).length > 0;
}

/** Three in four at a request, each kind of it in turn; the others by the clock. */
function killAt(random: Random, index: number): Kill {
  if (index % 4 === 3) {
    const ms = random.between(150, 1500);
    return { name: `${ms} ms`, kill: { ms } };
  }
  const { name, server, match, of, held } = MOMENTS[(index * 7 + SEED) % MOMENTS.length] as Moment;
  const action = held === "done" ? { kind: "stall" as const, handled: true as const } : { kind: "stall" as const };
  return { name, kill: { server, match, action, skip: random.between(0, of - 1), times: 1 } };
}
