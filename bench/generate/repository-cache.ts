// Generated repositories take minutes to make and are always the same: they are kept in bench/.cache, by size and version.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type HistorySize, writeRealisticHistory } from "./realistic-history";

/** Raise it when the generator comes to write other objects. */
const GENERATOR_VERSION = 1;
const CACHE = path.resolve("bench/.cache");
/** Of the newest commits: 2026-05-28. */
const UNTIL = 1_780_000_000;

/** The bare repository of this size; it is made when it is not there yet. */
export async function generatedRepository(name: string, size: HistorySize): Promise<string> {
  const key = createHash("sha256")
    .update(JSON.stringify([GENERATOR_VERSION, UNTIL, size]))
    .digest("hex");
  const repository = path.join(CACHE, `${name}-${key.slice(0, 10)}.git`);
  if (existsSync(repository)) return repository;
  process.stderr.write(`making ${name}, ${size.commits} commits: it is kept, the next run has it at once\n`);
  await mkdir(CACHE, { recursive: true });
  const temporary = path.join(CACHE, `${name}.${process.pid}.tmp`);
  await rm(temporary, { recursive: true, force: true });
  await writeRealisticHistory(temporary, size, UNTIL);
  await rename(temporary, repository);
  return repository;
}
