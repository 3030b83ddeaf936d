import type { DatabaseSync } from "node:sqlite";
import type { CatalogueStatus } from "@/lib/domain/catalogue/catalogue-status";
import type {
  ComparedPair,
  FoundRef,
  FoundRepository,
  KnownHistory,
  KnownRefSpans,
} from "@/lib/domain/catalogue/catalogue-views";
import { AppError } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Side, SnapshotSummary } from "@/lib/domain/snapshot";
import type { Catalogue } from "@/lib/ports/catalogue";
import { CompareQueries } from "./compare-queries";
import { HistoryQueries, type WantedRepository } from "./history-queries";
import { openForReading } from "./open-database";
import { SearchQueries } from "./search-queries";

/** Who makes the file that is read here. */
export interface Indexer {
  status(): CatalogueStatus;
  /** The file as it is now; undefined until there is one. */
  file(): string | undefined;
  look(): void;
  /** The refs of this repository come next. */
  wantRefs(key: string): void;
  /** The file cannot be read: it is to be made anew. */
  damaged(file: string, detail: string): void;
}

/** Reads the file beside the process that writes it. */
export class SqliteCatalogue implements Catalogue {
  private readonly indexer: Indexer;
  private askedAt = 0;
  private opened?: { file: string; database: DatabaseSync };

  constructor(indexer: Indexer) {
    this.indexer = indexer;
  }

  status(): CatalogueStatus {
    return this.indexer.status();
  }

  look(): void {
    this.indexer.look();
  }

  summary(snapshot: SnapshotId): SnapshotSummary | undefined {
    return this.ask((database) => {
      const row = database.prepare("SELECT summary FROM snapshots WHERE id = ?").get(snapshot);
      return row && (JSON.parse(String(row.summary)) as SnapshotSummary);
    });
  }

  summaryIn(side: Side, snapshot: SnapshotId): SnapshotSummary | undefined {
    return this.ask((database) => {
      const row = database
        .prepare("SELECT summary FROM copies JOIN snapshots ON number = snapshot WHERE copies.id = ? AND side = ?")
        .get(snapshot, side);
      return row && (JSON.parse(String(row.summary)) as SnapshotSummary);
    });
  }

  summaries(limit: number): SnapshotSummary[] {
    return this.ask((database) =>
      database
        .prepare("SELECT summary FROM snapshots ORDER BY id DESC LIMIT ?")
        .all(limit)
        .map((row) => JSON.parse(String(row.summary)) as SnapshotSummary),
    );
  }

  history(wanted: WantedRepository): KnownHistory | undefined {
    return this.ask((database) => new HistoryQueries(database).history(wanted));
  }

  compare(from: SnapshotId, to: SnapshotId): { pairs: ComparedPair[]; same: number } | undefined {
    return this.ask((database) => new CompareQueries(database).compare(from, to));
  }

  refs(wanted: WantedRepository): KnownRefSpans | undefined {
    const found = this.ask((database) => new HistoryQueries(database).refs(wanted));
    if (!found) return undefined;
    const { key, ...refs } = found;
    if (refs.bundles.done < refs.bundles.total) this.indexer.wantRefs(key);
    return refs;
  }

  findRepositories(text: string, limit: number): FoundRepository[] {
    return this.ask((database) => new SearchQueries(database).repositories(text, limit));
  }

  findRefs(text: string, limit: number): FoundRef[] {
    return this.ask((database) => new SearchQueries(database).refs(text, limit));
  }

  findTips(prefix: string, limit: number): FoundRef[] {
    return this.ask((database) => new SearchQueries(database).tips(prefix, limit));
  }

  close(): void {
    this.opened?.database.close();
    this.opened = undefined;
  }

  private ask<T>(question: (database: DatabaseSync) => T): T {
    const file = this.indexer.file();
    this.freshen();
    if (file === undefined) throw new AppError("catalogue-unavailable", { detail: whyAbsent(this.indexer.status()) });
    try {
      return question(this.database(file));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.close();
      if (isDamage(error)) this.indexer.damaged(file, detail);
      throw new AppError("catalogue-unavailable", { detail }, { cause: error });
    }
  }

  /** While somebody looks, it is never much older than this; however many they are. */
  private freshen(): void {
    const now = Date.now();
    const { lookedAt } = this.indexer.status();
    if (lookedAt === undefined || now - Date.parse(lookedAt) < FRESH_MS || now - this.askedAt < FRESH_MS) return;
    this.askedAt = now;
    this.indexer.look();
  }

  private database(file: string): DatabaseSync {
    if (this.opened?.file === file) return this.opened.database;
    this.close();
    const database = openForReading(file);
    this.opened = { file, database };
    return database;
  }
}

const FRESH_MS = 10_000;

/** SQLite's codes (sqlite.org/rescode.html): ERROR (a table is missing), IOERR, CORRUPT, CANTOPEN, NOTADB. */
const DAMAGE = [1, 10, 11, 14, 26];

/** Extended codes carry the plain one in their lowest byte. */
const isDamage = (error: unknown) =>
  error instanceof Error && "errcode" in error && DAMAGE.includes(Number(error.errcode) & 0xff);

const whyAbsent = ({ problem }: CatalogueStatus) => problem?.message ?? "it has just been begun";
