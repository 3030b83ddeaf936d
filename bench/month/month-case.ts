// A month of an active fleet: the worker day by day, on simulated dates, and every day restored afterwards. The reference
// stores a bundle of everything each day.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { runGit } from "@/sandbox/seed/fast-import";
import { WORKER_NODE_OPTIONS } from "@/sandbox/worker-command";
import { Arena } from "../arena";
import { besideWorker, buildBesideWorker } from "../build-beside-worker";
import { Contest } from "../contest";
import { type Cost, measure } from "../measure";
import { markdownTable, publish, verdict } from "../report";
import { SCALE } from "../scale";
import { megabytes, memory, scratch } from "../table";
import { FLEET, writeFleet } from "./fleet";
import { LivingRepository } from "./living-repository";
import { type Day, type RestoreReport, restoreEveryDay } from "./restore-points";

const WORKER_ON_DAY = "bench/month/worker-on-day.ts";
const MONTH = 30;
const DAY_MS = 86_400_000;
/** How many times less than the reference the worker is to store. */
const ASKED = 20;
/** Every seventh day nobody works; on two days of a month refs are tidied up and nothing is committed. */
const isSilent = (day: number) => day % 7 === 6;
const isForRefs = (day: number) => day % 15 === 9;

export async function monthCase(given: string | undefined): Promise<void> {
  await buildBesideWorker(WORKER_ON_DAY);
  const count = given ? Number(given) : MONTH;
  if (!(Number.isInteger(count) && count >= 2)) throw new Error(`a number of days, at least 2; not ${given}`);
  const arena = await Arena.open(writeFleet);
  try {
    await new Month(new Contest(arena), count).run();
  } finally {
    await arena.close();
  }
}

class Month {
  private readonly contest: Contest;
  private readonly arena: Arena;
  private readonly count: number;
  private readonly repositories: Map<string, LivingRepository>;
  private readonly days: Day[] = [];
  /** Of each day. */
  private readonly ours: Cost[] = [];
  private readonly referenceBytes: number[] = [];
  private readonly bundleSizes = new Map<string, { refs: string; bytes: number }>();
  private readonly checks: string[] = [];

  constructor(contest: Contest, count: number) {
    this.contest = contest;
    this.arena = contest.arena;
    this.count = count;
    this.repositories = new Map(
      FLEET.map(({ name, daily }, index) => [
        name,
        new LivingRepository(this.arena.repository(name), daily * SCALE ** 0.5, 1000 + index),
      ]),
    );
  }

  async run(): Promise<void> {
    const env = await this.contest.newBucket();
    // The last day is today, so that no date is ahead of the clocks of the servers.
    const today = Math.floor(Date.now() / DAY_MS);
    for (let index = 0; index < this.count; index++) {
      const morning = new Date((today - this.count + 1 + index) * DAY_MS + 7_200_000);
      if (index > 0) await this.live(index, morning);
      await this.note(morning);
      if (index === 0 || index === this.count - 1) await this.holdAgainstReference(morning);
      this.ours.push(await this.backup(env, morning));
      process.stderr.write(`day ${index + 1} of ${this.count}\n`);
    }
    const bucket = env.S3_BUCKET ?? "";
    const stored = await this.arena.stored(bucket);
    const report = await restoreEveryDay(this.arena, bucket, this.days);
    this.tell(stored, report);
  }

  private async live(index: number, morning: Date): Promise<void> {
    if (isSilent(index)) return;
    for (const repository of this.repositories.values()) {
      if (isForRefs(index)) await repository.dayOfRefs();
      else await repository.workday(morning.getTime() / 1000 - 50_000);
    }
  }

  /** What a restore of this day has to give back, and what the reference would store of it. */
  private async note(morning: Date): Promise<void> {
    const day: Day = { date: morning.toISOString().slice(0, 10), refs: new Map(), heads: new Map() };
    let bytes = 0;
    for (const [name, repository] of this.repositories) {
      const refs = await repository.refs();
      day.refs.set(name, refs);
      day.heads.set(name, (await runGit(["-C", repository.directory, "symbolic-ref", "HEAD"])).trim());
      const known = this.bundleSizes.get(name);
      const size = known?.refs === refs ? known.bytes : await bundleSize(repository.directory);
      this.bundleSizes.set(name, { refs, bytes: size });
      bytes += size;
    }
    this.days.push(day);
    this.referenceBytes.push(bytes);
  }

  /** The real one, to see that what is counted for it is what it stores. */
  private async holdAgainstReference(morning: Date): Promise<void> {
    const env = await this.contest.newBucket();
    await this.contest.reference(env, morning.toISOString().slice(0, 10));
    const real = await this.arena.bundleBytes(env.S3_BUCKET ?? "");
    this.checks.push(
      `day ${this.days.length}: ${megabytes(real)} by the reference itself, ${megabytes(this.referenceBytes.at(-1) ?? 0)} counted`,
    );
  }

  private backup(env: Record<string, string>, morning: Date): Promise<Cost> {
    return measure(process.execPath, [...WORKER_NODE_OPTIONS, besideWorker(WORKER_ON_DAY)], {
      env: { ...env, BENCH_NOW: morning.toISOString() },
      scratch: this.arena.scratch,
    });
  }

  private tell(stored: { key: string; bytes: number }[], report: RestoreReport): void {
    const rows: string[][] = [];
    for (let from = 0; from < this.count; from += MONTH) {
      const days = this.days.slice(from, from + MONTH);
      const [first = "", last = ""] = [days[0]?.date, days.at(-1)?.date];
      const within = stored.filter(({ key }) => {
        const date = key.split("/")[1]?.slice(0, 10) ?? "";
        return date >= first && date <= last;
      });
      rows.push(this.row(from, days, within, report));
    }
    const { links, unchanged, longestChain } = report;
    const points = `Restore points: ${this.count} days x ${FLEET.length} repositories, each rebuilt by \`git clone --mirror\` of the full bundle and \`git fetch --prune\` of the increments; compared with the list of refs, tags' targets and default branch saved on that day; \`git fsck --connectivity-only\` after each bundle, \`git fsck --full --strict\` at the end of each chain. Replayed: ${links.full} fulls, ${links.incremental} increments; ${unchanged} entries pointed to the chain of the day before; longest chain ${longestChain}.`;
    const problems = report.problems.map((each) => `- ${each}`).join("\n");
    publish("month", [
      MEANING,
      `Reference counted and real: ${this.checks.join("; ")}.`,
      markdownTable(HEAD, rows),
      points,
      ...(problems ? [problems] : []),
    ]);
    if (report.problems.length > 0) process.exitCode = 1;
  }

  private row(
    from: number,
    days: Day[],
    stored: { key: string; bytes: number }[],
    { exactDays }: RestoreReport,
  ): string[] {
    const sum = (bytes: number[]) => bytes.reduce((total, each) => total + each, 0);
    const reference = sum(this.referenceBytes.slice(from, from + days.length));
    const of = (test: (key: string) => boolean) => sum(stored.filter(({ key }) => test(key)).map(({ bytes }) => bytes));
    const increments = of((key) => key.endsWith("/incremental.bundle"));
    const fulls = of((key) => key.endsWith(".bundle")) - increments;
    const all = of(() => true);
    const exact = days.filter((day) => exactDays.has(day.date)).length;
    const costs = this.ours.slice(from, from + days.length);
    const heaviest = {
      peakRssBytes: Math.max(...costs.map((each) => each.peakRssBytes)),
      peakScratchBytes: Math.max(...costs.map((each) => each.peakScratchBytes)),
    };
    return [
      from === 0 ? `days 1 to ${days.length}, from an empty bucket` : `days ${from + 1} to ${from + days.length}`,
      megabytes(reference),
      megabytes(fulls),
      megabytes(increments),
      megabytes(all - fulls - increments),
      `${(reference / all).toFixed(1)}x`,
      verdict(`${ASKED}x`, reference / all >= ASKED),
      `${exact} of ${days.length}${exact === days.length ? "" : " **differ**"}`,
      memory(heaviest),
      scratch(heaviest),
    ];
  }
}

const HEAD = [
  "days",
  "reference stores",
  "ours: fulls",
  "increments",
  "manifests and the rest",
  "times less",
  "asked",
  "restore points exact",
  "largest RSS of a run",
  "largest scratch",
];

const MEANING = `A fleet of ${FLEET.length} repositories, from dormant to about 20 commits a day: topics, pull requests, force-pushes, rewinds, deleted branches, moved tags, renamed default branches, garbage collection on the server; each seventh day silent, two days of a month with refs moving only. The worker's own backup command runs once a day with its clock set to that day (bench/month/worker-on-day.ts), so that all its rules apply as they are, the renewal of fulls by age included. What the reference stores is the size of \`git bundle create --all\` of each repository on each day, which is just what it uploads.`;

/** Bytes of `git bundle create --all`. */
async function bundleSize(repository: string): Promise<number> {
  const git = spawn("git", ["-C", repository, "bundle", "create", "--quiet", "-", "--all"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(git, "close");
  let bytes = 0;
  for await (const chunk of git.stdout) bytes += chunk.length;
  const [code] = await closed;
  if (code !== 0) throw new Error(`git bundle create in ${repository} ended with ${code}`);
  return bytes;
}
