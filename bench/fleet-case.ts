// Fleets of small repositories: the first backup, a day on which nothing changed, a day on which 2 % did.
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { FastImport } from "@/sandbox/seed/fast-import";
import { Random } from "@/sandbox/seed/random";
import { writeFleet } from "@/sandbox/seed/write-fleet";
import { Arena } from "./arena";
import { Contest, NO_CONNECTIVITY } from "./contest";
import type { Cost } from "./measure";
import { ROUNDS, SCALE } from "./scale";
import { type Row, report } from "./table";

export const REPOSITORIES = Math.ceil(200 * SCALE);
const SHARE_CHANGED = 0.02;

/** Small repositories as an organisation has them. */
export const fleet = (): DemoRepository[] =>
  Array.from({ length: REPOSITORIES }, (_, index) => ({
    name: nameOf(index),
    description: "",
    history: {
      commits: 20 + ((index * 37) % 200),
      openBranches: index % 6,
      releases: index % 8,
      pulls: index % 5,
      binaryBytes: index % 5 === 0 ? 300_000 : 0,
    },
  }));

const nameOf = (index: number) => `repo-${String(index).padStart(3, "0")}`;

async function open(): Promise<Contest> {
  const arena = await Arena.open((directory) =>
    writeFleet({ directory, repositories: fleet(), seed: 1, until: 1_780_000_000 }),
  );
  return new Contest(arena);
}

/** Where each request waits the reference takes minutes: there one round of it has to do, of ours it is as many as ever. */
const referenceRounds = (ms: number) => (ms ? 1 : ROUNDS);

/** First backup of 200 small repositories, each time into an empty bucket. */
export async function captureCase(): Promise<void> {
  const contest = await open();
  const rows: Row[] = [];
  try {
    for (const [ms, wall] of [
      [0, 5],
      [150, 12],
    ] as const) {
      await contest.arena.latency(ms);
      const [reference, ours, inflated]: [Cost[], Cost[], Cost[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round++) {
        if (round < referenceRounds(ms))
          reference.push(await contest.reference(await contest.newBucket(), "2026-01-01"));
        inflated.push(await contest.ours({ ...(await contest.newBucket()), ...NO_CONNECTIVITY }));
        ours.push(await contest.ours(await contest.newBucket()));
      }
      const what = `first backup of ${REPOSITORIES}, ${where(ms)}`;
      const row = { reference, asked: { wall } };
      rows.push({ ...row, case: `${what}, every object inflated`, ours: inflated, connectivityOff: true });
      rows.push({ ...row, case: `${what}, and small packs' connectivity (the default)`, ours });
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
    for (const [ms, unchangedWall, changedWall] of [
      [0, 20, 15],
      [150, 40, 30],
    ] as const) {
      await contest.arena.latency(ms);
      // It does the same on every day, changed or not: one series serves both rows.
      const reference: Cost[] = [];
      for (let round = 0; round < referenceRounds(ms); round++)
        reference.push(await contest.reference(theirs, `2026-01-0${ms ? 9 : 2 + round}`));
      const stored = () => contest.arena.bundleBytes(mine.S3_BUCKET ?? "");
      const before = await stored();
      const unchanged: Cost[] = [];
      for (let round = 0; round < ROUNDS; round++) unchanged.push(await contest.ours(mine));
      const note = `${(await stored()) - before} bytes of bundles stored`;
      rows.push({
        case: `none changed, ${where(ms)}`,
        reference,
        ours: unchanged,
        asked: { wall: unchangedWall },
        note,
      });
      const changed: Cost[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await change(contest.arena, random);
        changed.push(await contest.ours(mine));
      }
      rows.push({ case: `2 % changed, ${where(ms)}`, reference, ours: changed, asked: { wall: changedWall } });
    }
  } finally {
    await contest.arena.close();
  }
  report("daily", rows);
}

const where = (ms: number) => (ms ? `+${ms} ms a request` : "loopback");

async function change(arena: Arena, random: Random): Promise<void> {
  for (let count = 0; count < REPOSITORIES * SHARE_CHANGED; count++) {
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
    await stream.writeTo(arena.repository(nameOf(random.between(0, REPOSITORIES - 1))));
  }
}
