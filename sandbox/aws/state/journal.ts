import { appendFile, mkdir, readFile, rm, truncate } from "node:fs/promises";
import path from "node:path";
import { writeFileDurably } from "../../shared/atomic-file";

/**
 * A file of JSON lines that only grows: metrics and log events. What `append` has acknowledged outlives a kill -9 of the
 * process (not a power cut: no fsync, for there is an append per log line). A line cut short by a kill is dropped on opening.
 */
export class Journal<T> {
  private readonly file: string;
  private pending: T[] = [];
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;

  private constructor(file: string) {
    this.file = file;
  }

  /** Opens `file` and hands over the entries that `keep` wants; when some are not wanted any more the file is rewritten. */
  static async open<T>(file: string, keep: (entry: T) => boolean): Promise<{ journal: Journal<T>; entries: T[] }> {
    await mkdir(path.dirname(file), { recursive: true });
    const all = await readEntries<T>(file);
    const entries = all.filter(keep);
    if (entries.length < all.length) await writeFileDurably(file, entries.map(toLine).join(""));
    return { journal: new Journal<T>(file), entries };
  }

  append(entries: T[]): Promise<void> {
    this.pending.push(...entries);
    this.waiting ??= this.writeAfter(this.running);
    return this.waiting;
  }

  /** Removes the file; the journal must not be used after. */
  async remove(): Promise<void> {
    await this.running.catch(() => undefined);
    await rm(this.file, { force: true });
  }

  private async writeAfter(previous: Promise<void>): Promise<void> {
    await previous.catch(() => undefined);
    const lines = this.pending.map(toLine).join("");
    this.pending = [];
    this.waiting = undefined;
    this.running = appendFile(this.file, lines);
    await this.running;
  }
}

function toLine(entry: unknown): string {
  return `${JSON.stringify(entry)}\n`;
}

async function readEntries<T>(file: string): Promise<T[]> {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  const end = content.lastIndexOf(0x0a) + 1;
  if (end < content.length) await truncate(file, end);
  const lines = content.subarray(0, end).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}
