// Proofs against the same by hand: `git clone --mirror` and `git fsck` of the same bundles, one after the other.
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { BUCKETS } from "@/sandbox/names";
import { writeFleet } from "@/sandbox/seed/write-fleet";
import { WORKER_NODE_OPTIONS } from "@/sandbox/worker-command";
import { Arena } from "./arena";
import { WORKER } from "./built-worker";
import { fleet, REPOSITORIES } from "./fleet-case";
import { type Cost, measure, median } from "./measure";
import { markdownTable, publish, verdict } from "./report";
import { ROUNDS } from "./scale";
import { megabytes } from "./table";

/** Wall clock of the proofs over that of clone and fsck, at most. */
const ASKED = 2;
/** Far below what the bundles have together: proofs have to wait for each other's disk. */
const TIGHT_BUDGET_MIB = 8;

const MEANING =
  "By hand: one shell, and for each bundle, which lies on the disk already, `git clone --mirror`, `git fsck --full` and `rm`. Proof: the whole worker process, from Node's start: the manifest, every bundle read over HTTP and hashed, unpacked, `git fsck --full`, every ref compared, the ledger and the evidence written. Scratch is the most disk in use at a time, looked at every 50 ms. Medians of runs in turn.";

export async function verifyCase(): Promise<void> {
  const arena = await Arena.open((directory) =>
    writeFleet({ directory, repositories: fleet(), seed: 1, until: 1_780_000_000 }),
  );
  const hand: Cost[] = [];
  const ours: Cost[] = [];
  let tight: Cost;
  try {
    const env = { ...(await arena.client("bench-verify")), RECORDS_BUCKET: BUCKETS.records, REPLICA_BUCKET: "" };
    await run(arena, env, ["backup"]);
    const bundles = await copyBundles(arena, "bench-verify");
    for (let round = 0; round < ROUNDS; round++) {
      hand.push(await byHand(arena, env, bundles));
      ours.push(await run(arena, env, ["verify", "--all"]));
    }
    tight = await run(arena, { ...env, SCRATCH_BUDGET_MIB: String(TIGHT_BUDGET_MIB) }, ["verify", "--all"]);
  } finally {
    await arena.close();
  }
  publish("verify", [MEANING, table(median(hand), median(ours), tight)]);
}

function table(hand: Cost, ours: Cost, tight: Cost): string {
  const ratio = (cost: Cost) => cost.wallSeconds / hand.wallSeconds;
  const bound = TIGHT_BUDGET_MIB * 1024 ** 2;
  const row = (what: string, cost: Cost, asked: string, rounds: number) => [
    what,
    `${hand.wallSeconds.toFixed(2)} s`,
    `${cost.wallSeconds.toFixed(2)} s`,
    `${ratio(cost).toFixed(2)}x`,
    asked,
    `${hand.cpuSeconds.toFixed(1)} s by hand, ${cost.cpuSeconds.toFixed(1)} s`,
    megabytes(cost.peakRssBytes),
    megabytes(cost.peakScratchBytes),
    String(rounds),
  ];
  const disk = verdict(`scratch within ${megabytes(bound)}`, tight.peakScratchBytes <= bound);
  return markdownTable(
    ["case", "by hand", "proof", "proof / by hand", "asked", "CPU", "RSS", "scratch", "rounds"],
    [
      row(`${REPOSITORIES} small repositories`, ours, verdict(`at most ${ASKED}x`, ratio(ours) <= ASKED), ROUNDS),
      row(`the same, with a scratch budget of ${TIGHT_BUDGET_MIB} MiB`, tight, disk, 1),
    ],
  );
}

function run(arena: Arena, env: Record<string, string>, args: string[]): Promise<Cost> {
  const variables = { ...env, SCRATCH_DIR: arena.scratch };
  return measure(process.execPath, [...WORKER_NODE_OPTIONS, WORKER, ...args], {
    env: variables,
    scratch: arena.scratch,
  });
}

/** Before the clock starts. @returns the directory */
async function copyBundles(arena: Arena, bucket: string): Promise<string> {
  const directory = arena.beside("bundles");
  await mkdir(directory, { recursive: true });
  const keys = (await arena.stored(bucket)).map(({ key }) => key).filter((key) => key.endsWith(".bundle"));
  for (const key of keys)
    await pipeline(await arena.read(bucket, key), createWriteStream(path.join(directory, path.basename(key))));
  return directory;
}

function byHand(arena: Arena, env: Record<string, string>, bundles: string): Promise<Cost> {
  const script = `set -e
cd "$(mktemp -d "$BENCH_SCRATCH/hand-XXXXXX")"
for bundle in "$1"/*.bundle; do
  git clone --quiet --mirror "$bundle" mirror.git
  git -C mirror.git fsck --full --no-progress
  rm -rf mirror.git
done
cd / && rm -r "$BENCH_SCRATCH"/hand-*
`;
  return measure("bash", ["-c", script, "bash", bundles], { env, scratch: arena.scratch });
}
