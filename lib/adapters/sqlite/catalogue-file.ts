// The file that the catalogue stands in, as the one process sees it that writes it. A new catalogue gets a new name, so that
// whoever reads the old one notices.
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { CatalogueWriter } from "@/lib/ports/catalogue";
import { type About, openForWriting } from "./open-database";
import { SqliteCatalogueWriter } from "./sqlite-catalogue-writer";

const NAME = /^catalogue-(\d+)\.db$/;

export class CatalogueFile {
  private readonly directory: string;
  private readonly about: About;
  private generation: number;
  private opened?: { database: DatabaseSync; writer: CatalogueWriter };

  constructor(directory: string, about: About) {
    this.directory = directory;
    this.about = about;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.generation = Math.max(1, ...this.generations());
  }

  get file(): string {
    return path.join(this.directory, `catalogue-${this.generation}.db`);
  }

  /** What was left by an earlier process, where it is whole; else an empty one. */
  writer(): CatalogueWriter {
    if (this.opened && !existsSync(this.file)) this.renew();
    if (!this.opened) {
      const database = openForWriting(this.file, this.about);
      this.opened = { database, writer: new SqliteCatalogueWriter(database, this.about.root) };
      this.removeOthers();
    }
    return this.opened.writer;
  }

  /** Lets go of the file: it is damaged, or gone. The next one begins empty. */
  renew(): void {
    this.close();
    this.generation += 1;
  }

  close(): void {
    try {
      this.opened?.database.close();
    } finally {
      this.opened = undefined;
    }
  }

  private generations(): number[] {
    return readdirSync(this.directory).flatMap((name) => NAME.exec(name)?.slice(1, 2).map(Number) ?? []);
  }

  private removeOthers(): void {
    for (const generation of this.generations()) {
      if (generation === this.generation) continue;
      const file = path.join(this.directory, `catalogue-${generation}.db`);
      for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
    }
  }
}
