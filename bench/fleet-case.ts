// Fleets of small repositories: the first backup, a day on which nothing changed, a day on which 2 % did.
import path from "node:path";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { FastImport } from "@/sandbox/seed/fast-import";
import { Random } from "@/sandbox/seed/random";
import { writeFleet } from "@/sandbox/seed/write-fleet";
import { Arena } from "./arena";
import { type Cost, measure } from "./measure";
import { median, type Row, report } from "./table";

const REPOSITORIES = 200;
const SHARE_CHANGED = 0.02;
const WORKER = path.resolve("dist/worker/main.mjs");

const fleet = (): DemoRepository[] =>
  Array.from({ length: REPOSITORIES }, (_, index) => ({
    name: `repo-${String(index).padStart(3, "0")}`,
    description: "",
    history: {
      commits: 20 + ((index * 37) % 200),
      openBranches: index % 6,
      releases: index % 8,
      pulls: index % 5,
      binaryBytes: index % 5 === 0 ? 300_000 : 0,
    },
  }));

class Contest {
  readonly arena: Arena;
  private buckets = 0;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  async newBucket(): Promise<Record<string, string>> {
    this.buckets += 1;
    return this.arena.client(`bench-${this.buckets}`);
  }

  reference(env: Record<string, string>, day: string): Promise<Cost> {
    return measure(process.execPath, ["--import", "tsx", "bench/reference.ts"], {
      env: { ...env, BENCH_DAY: day },
      scratch: this.arena.scratch,
    });
  }

  ours(env: Record<string, string>): Promise<Cost> {
    return measure(process.execPath, [WORKER, "backup"], { env, scratch: this.arena.scratch });
  }

  async change(random: Random): Promise<void> {
    for (let count = 0; count < REPOSITORIES * SHARE_CHANGED; count++) {
      const name = `repo-${String(random.between(0, REPOSITORIES - 1)).padStart(3, "0")}`;
      const stream = new FastImport();
      const files = { [`new-${random.between(0, 1e9)}.txt`]: random.bytes(600) };
      stream.commit({
        ref: "refs/heads/main",
        onto: "refs/heads/main",
        parents: [],
        message: "change",
        author: "Ada Acme",
        time: 1_790_000_000,
        files,
      });
      await stream.writeTo(this.arena.repository(name));
    }
  }
}

async function open(): Promise<Contest> {
  const arena = await Arena.open((directory) =>
    writeFleet({ directory, repositories: fleet(), seed: 1, until: 1_780_000_000 }),
  );
  return new Contest(arena);
}

/** First backup of 200 small repositories, each time into an empty bucket. */
export async function captureCase(): Promise<void> {
  const contest = await open();
  const rows: Row[] = [];
  try {
    for (const [ms, rounds, target] of [
      [0, 3, "5x"],
      [150, 1, "12x"],
    ] as const) {
      await contest.arena.latency(ms);
      const [reference, ours]: [Cost[], Cost[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        reference.push(await contest.reference(await contest.newBucket(), "2026-01-01"));
        ours.push(await contest.ours(await contest.newBucket()));
      }
      rows.push({
        case: `first backup of ${REPOSITORIES}, ${ms ? `+${ms} ms a request` : "loopback"}`,
        reference: median(reference),
        ours: median(ours),
        target,
      });
    }
  } finally {
    await contest.arena.close();
  }
  report("capture", rows);
}

/** Days after the first: nothing changed, and 2 % changed. */
export async function dailyCase(): Promise<void> {
  const contest = await open();
  const random = new Random(2);
  const rows: Row[] = [];
  try {
    const mine = await contest.newBucket();
    const theirs = await contest.newBucket();
    await contest.ours(mine);
    for (const [ms, unchangedTarget, changedTarget] of [
      [0, "20x", "15x"],
      [150, "40x", "30x"],
    ] as const) {
      await contest.arena.latency(ms);
      const where = ms ? `+${ms} ms a request` : "loopback";
      const reference = await contest.reference(theirs, `2026-01-0${ms ? 3 : 2}`);
      const bytes = await contest.arena.bundleBytes(mine.S3_BUCKET ?? "");
      const unchanged = [await contest.ours(mine), await contest.ours(mine), await contest.ours(mine)];
      const added = (await contest.arena.bundleBytes(mine.S3_BUCKET ?? "")) - bytes;
      rows.push({
        case: `none changed, ${where}`,
        reference,
        ours: median(unchanged),
        target: unchangedTarget,
        note: `${added} bytes of bundles stored`,
      });
      const changed: Cost[] = [];
      for (let round = 0; round < 3; round++) {
        await contest.change(random);
        changed.push(await contest.ours(mine));
      }
      rows.push({ case: `2 % changed, ${where}`, reference, ours: median(changed), target: changedTarget });
    }
  } finally {
    await contest.arena.close();
  }
  report("daily", rows);
}
