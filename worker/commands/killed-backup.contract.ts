// Killed at any moment: nothing half counts, and the next run goes on where the killed one was. Most moments are marked by
// what the run does (a request is held just then), some by the clock.
import { expect, test } from "vitest";
import { Random } from "@/sandbox/seed/random";
import { type Fault, FaultBench, type FaultyRun, type Kill, LARGE_BYTES } from "../faults/testing/fault-bench";

const SMALL = ["one", "two", "three", "four"];
/** What is new in it takes an upload of two parts, whenever that matters. */
const GREAT = "great";

interface Moment {
  name: string;
  server: Fault["server"];
  match: Fault["match"];
  /** How many such requests a run makes at least: one of them is held. */
  of: number;
  /** Held before it is handled, or when it is done and nothing of the answer was sent, or after up to so many bytes. */
  held: "before" | "done" | number;
  /** Nothing of the kind is asked for without something large that is new. */
  large?: boolean;
  /** For so long only: nobody could close an upload whose id never came. */
  ms?: number;
}

const hold =
  (server: Fault["server"], match: Fault["match"], of = 1) =>
  (name: string, held: Moment["held"], more: Partial<Moment> = {}): Moment => ({
    name,
    server,
    match,
    of,
    held,
    ...more,
  });
const large = true;

const github = (match: Fault["match"], of?: number) => hold("github", match, of);
const s3 = (operation: string, path?: string, of?: number) => hold("s3", { operation, path }, of);
const list = github({ path: "/installation/repositories" });
const token = github({ path: "/access_tokens$" });
const refs = github({ body: "command=ls-refs" }, 5);
const fetch = github({ body: "command=fetch" }, 2);
const smallPack = github({ body: "command=fetch", path: "/(one|two|three|four)\\.git" }, 2);
const largePack = github({ body: "command=fetch", path: "/great\\.git" });
const before = s3("GetObject", "/manifest\\.json");
const put = s3("PutObject", "/github-backup/[^/]+/acme/", 2);
const begin = s3("CreateMultipartUpload");
const part = s3("UploadPart", undefined, 2);
const completion = s3("CompleteMultipartUpload");
const checkpoint = s3("PutObject", "/checkpoint/", 2);
const record = s3("PutObject", "/run\\.json", 2);
const manifest = s3("PutObject", "/manifest\\.json");
const metrics = hold("aws", { operation: "cloudwatch:PutMetricData" });

// biome-ignore format: one line a row can be read down like a table
const MOMENTS: Moment[] = [
  list("the list", "before"),
  list("within the list", 900),
  token("a token", "before"),
  before("within the snapshot before", 500),
  refs("a list of refs", "before"),
  refs("within a list of refs", 200),
  fetch("a fetch", "before"),
  smallPack("within a small pack", 900),
  largePack("within a large pack", LARGE_BYTES, { large }),
  put("a put of a bundle", "before"),
  put("after a put of a bundle", "done"),
  begin("the beginning of an upload", "done", { large, ms: 300 }),
  part("a part", "before", { large }),
  part("after a part", "done", { large }),
  completion("a completion", "before", { large }),
  completion("after a completion", "done", { large }),
  checkpoint("a checkpoint", "before"),
  record("the run's record", "before", { ms: 500 }),
  manifest("the manifest", "before"),
  manifest("after the manifest", "done"),
  metrics("the metrics", "before"),
];

const SEED = Number(process.env.KILL_SEED ?? 20);
/** Then a run may complete: each kill must find what the ones before it left. */
const KILLS_IN_A_ROW = 6;

test.concurrent.each(["SIGTERM", "SIGKILL"] as const)(
  "%s at 25 moments: no object is half, no success is wrong, and nothing that was finished is fetched again",
  async (signal) => {
    const bench = await FaultBench.start(SMALL, [GREAT]);
    const random = new Random(SEED);
    const seen = { stopped: 0, resumed: 0 };
    /** What runs since the last snapshot have captured, as they noted. */
    let finished = new Set<string>();
    let inARow = 0;
    for (const [index, { name, at, large }] of momentsOf(random).entries()) {
      const told = `${signal} at ${name}, number ${index} of KILL_SEED=${SEED}`;
      if (large) {
        await bench.box.commit(`acme/${GREAT}`, "refs/heads/main", LARGE_BYTES);
        finished.delete(`acme/${GREAT}`);
      }
      const run = await backup(bench, finished, told, { signal, at });
      expectGoodEnd(run, signal, told);
      if (run.exitCode === 143 || run.signal) seen.stopped += 1;
      if (!run.snapshot) for (const each of await bench.checkpoints(run.id)) finished.add(each);
      if (finished.size > 0) seen.resumed += 1;
      inARow += 1;
      if (!run.snapshot && inARow < KILLS_IN_A_ROW) continue;
      if (!run.snapshot) await complete(bench, finished, told);
      // There is a snapshot: the next runs shall have something to do.
      for (const each of SMALL) if (random.chance(0.7)) await bench.box.commit(`acme/${each}`);
      finished = new Set();
      inARow = 0;
    }
    await complete(bench, finished, `the end of KILL_SEED=${SEED}`);
    await bench.sound.expectRestorable();
    // The kills really met runs at work, and there was something to resume.
    expect(seen.stopped).toBeGreaterThan(18);
    expect(seen.resumed).toBeGreaterThan(8);
    await bench.box.stop();
  },
  300_000,
);

/** A backup, killed or not, that fetches nothing of the repositories that are finished. */
async function backup(
  bench: FaultBench,
  finished: ReadonlySet<string>,
  told: string,
  kill?: Kill,
): Promise<FaultyRun & { snapshot: boolean }> {
  const watches = [...finished].map(
    (name): Fault => ({
      id: name,
      server: "github",
      match: { path: `^/${name}\\.git/`, body: "command=fetch" },
      action: { kind: "watch" },
      times: 0,
    }),
  );
  const before = await manifests(bench);
  const run = await bench.backup({ faults: watches, kill });
  for (const name of finished) expect(run.hits.get(name), `fetches of ${name}, ${told}\n${run.output}`).toBe(0);
  return { ...run, snapshot: (await manifests(bench)).length > before.length };
}

/** A run that was told to stop did so, unless it was too late for that; and it says which. */
function expectGoodEnd(run: FaultyRun & { snapshot: boolean }, signal: Kill["signal"], told: string): void {
  const words = `${told}\n${run.output}`;
  if (signal === "SIGKILL") return;
  // Nobody had to kill it. In its first moment, before it listens, SIGTERM by itself ends a process.
  if (run.signal) expect(run.signal, words).toBe("SIGTERM");
  else if (run.snapshot) expect([0, 69], words).toContain(run.exitCode);
  else {
    expect(run.exitCode, words).toBe(143);
    expect(run.events.at(-1), words).toMatchObject({ event: "stopped" });
    expect(run.record, words).toMatchObject({ state: "stopped", error: { code: "run-stopped" } });
  }
}

async function complete(bench: FaultBench, finished: ReadonlySet<string>, told: string): Promise<void> {
  const run = await backup(bench, finished, `the run after ${told}`);
  expect(run.exitCode, `${told}\n${run.output}`).toBe(0);
  expect((await bench.box.newestManifest()).totals, told).toMatchObject({ failed: 0 });
  await bench.sound.expectRefsRight();
}

/** In an order of chance: every moment that a request marks, and four by the clock. */
function momentsOf(random: Random): { name: string; at: Kill["at"]; large?: boolean }[] {
  const clock = Array.from({ length: 4 }, () => random.between(50, 1000));
  const all = [
    ...MOMENTS.map((moment) => ({ name: moment.name, at: faultAt(moment, random), large: moment.large })),
    ...clock.map((ms) => ({ name: `${ms} ms`, at: { ms } })),
  ];
  return shuffled(all, random);
}

function faultAt({ server, match, of, held, ms }: Moment, random: Random): Fault {
  const where =
    held === "before" ? {} : held === "done" ? { handled: true as const } : { afterBytes: random.between(0, held) };
  return { server, match, action: { kind: "stall", ms, ...where }, skip: random.between(0, of - 1), times: 1 };
}

function shuffled<T>(items: T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

const manifests = async (bench: FaultBench) => (await bench.box.keys()).filter((key) => key.endsWith("/manifest.json"));
