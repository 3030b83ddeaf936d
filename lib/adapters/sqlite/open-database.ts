// Opens the catalogue's file. One process writes it; the console reads beside it (write-ahead log), and neither waits for the
// other. It can be lost at any moment, so nothing is flushed to the disk for safety's sake.
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SCHEMA, SCHEMA_VERSION } from "./schema";

/** Somebody who reads never waits for longer than this for the one who writes. */
const BUSY_MS = 2000;

/** Of which buckets it is: another one's is thrown away. */
export type About = Record<"buckets" | "root", string>;

/** The file as it was left, where it is whole and of these buckets; otherwise a new one in its place. */
export function openForWriting(file: string, about: About): DatabaseSync {
  const kept = openKept(file, about);
  if (kept) return kept;
  for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  prepare(database);
  database.exec("BEGIN");
  database.exec(SCHEMA);
  const put = database.prepare("INSERT INTO about VALUES (?, ?)");
  for (const [key, value] of Object.entries(about)) put.run(key, value);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  database.exec("COMMIT");
  return database;
}

export function openForReading(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  database.exec("PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY");
  return database;
}

function openKept(file: string, about: About): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: BUSY_MS });
    prepare(database);
    if (isOurs(database, about)) return database;
  } catch {
    // Not a database, or a damaged one: made anew like any other that is not ours.
  }
  database?.close();
  return undefined;
}

function prepare(database: DatabaseSync): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384");
}

function isOurs(database: DatabaseSync, about: About): boolean {
  const version = database.prepare("PRAGMA user_version").get()?.user_version;
  if (version !== SCHEMA_VERSION) return false;
  const found = database.prepare("SELECT key, value FROM about").all();
  if (!Object.entries(about).every(([key, value]) => found.some((row) => row.key === key && row.value === value)))
    return false;
  return database.prepare("PRAGMA quick_check(1)").get()?.quick_check === "ok";
}
