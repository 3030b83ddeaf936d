// A year of backups takes minutes to write, and the console judges it by its age: it is kept in bench/.cache until it is no
// longer of today.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { snapshotTime } from "@/lib/domain/ids";
import { type FleetData, type FleetSize, writeFleetData } from "./write-fleet-data";

/** Raise it when the generator comes to write something else. */
const GENERATOR_VERSION = 1;
/** Copies of the data stand here too: hard links reach no other disk. */
export const CACHE = path.resolve("bench/.cache");
const FACTS = "facts.json";
/** A newest backup of that age is overdue in the console, and so is every repository. */
const STALE_MS = 30 * 3_600_000;

export interface CachedFleet {
  directory: string;
  facts: FleetData;
}

/** The data of this size; written when it is not there, or too old. */
export async function fleetData(size: FleetSize): Promise<CachedFleet> {
  const key = createHash("sha256")
    .update(JSON.stringify([GENERATOR_VERSION, size]))
    .digest("hex");
  const directory = path.join(CACHE, `fleet-${size.repositories}x${size.snapshots}-${key.slice(0, 10)}`);
  const kept = await readFacts(directory);
  if (kept && Date.now() - snapshotTime(kept.newest).getTime() < STALE_MS) return { directory, facts: kept };
  process.stderr.write(`writing ${size.repositories} repositories x ${size.snapshots} snapshots: kept for today\n`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  const temporary = `${directory}.${process.pid}.tmp`;
  await rm(temporary, { recursive: true, force: true });
  const facts = await writeFleetData(temporary, size, new Date());
  await writeFile(path.join(temporary, FACTS), JSON.stringify(facts));
  await rename(temporary, directory);
  return { directory, facts };
}

/** A copy that may be changed: hard links, for no file of a bucket is ever changed in its place. */
export async function copyFleet({ directory }: CachedFleet, dataDir: string): Promise<void> {
  await promisify(execFile)("cp", ["-al", path.join(directory, "s3"), dataDir]);
}

async function readFacts(directory: string): Promise<FleetData | undefined> {
  const file = path.join(directory, FACTS);
  return existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as FleetData) : undefined;
}
