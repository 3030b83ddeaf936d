import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import type { DemoRepository } from "./demo-fleet";
import { FastImport, runGit } from "./fast-import";
import { type HistoryOptions, writeHistory } from "./history";
import { writeOddRefs } from "./odd-refs";
import { Random } from "./random";

export interface FleetOptions {
  /** Directory of the organisation's bare repositories. */
  directory: string;
  repositories: readonly DemoRepository[];
  seed: number;
  /** Time of the newest commits, seconds. */
  until: number;
  onWritten?: (done: number, total: number, name: string) => void;
}

/** Two cores are what the smallest machines have; git itself is the work here. */
const AT_ONCE = 4;

/** Makes the bare repositories; one that is there already is left alone. Each appears whole or not at all (rename). */
export async function writeFleet({ directory, repositories, seed, until, onWritten }: FleetOptions): Promise<void> {
  await mkdir(directory, { recursive: true });
  const queue = repositories.entries();
  let done = 0;
  const lane = async () => {
    for (const [index, repository] of queue) {
      await writeRepository(directory, repository, new Random(seed + index), until);
      done += 1;
      onWritten?.(done, repositories.length, repository.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function writeRepository(
  directory: string,
  repository: DemoRepository,
  random: Random,
  until: number,
): Promise<void> {
  const final = path.join(directory, `${repository.formerName ?? repository.name}.git`);
  const temporary = path.join(directory, `.${repository.name}.tmp`);
  const defaultBranch = repository.history?.defaultBranch ?? "main";
  const format = repository.special === "sha256" ? ["--object-format=sha256"] : [];
  await runGit(["init", "--quiet", "--bare", "-b", defaultBranch, ...format, temporary]);
  if (repository.special === "odd-refs") await writeOddRefs(new FastImport(), temporary);
  else if (repository.special !== "empty")
    await writeHistory(random, {
      ...DEFAULTS,
      until: until - random.between(0, 500_000),
      ...repository.history,
    }).writeTo(temporary);
  // As a forge keeps its repositories: packed, with bitmaps.
  await runGit(["-C", temporary, "repack", "-adbq"]);
  await rename(temporary, final);
}

const DEFAULTS: Omit<HistoryOptions, "until"> = {
  commits: 40,
  defaultBranch: "main",
  language: "ts",
  openBranches: 1,
  releases: 2,
  pulls: 1,
  binaryBytes: 0,
  workflow: false,
};
