// Finding repositories, branches, tags and the commits they pointed to.
import type { DatabaseSync } from "node:sqlite";
import type { FoundRef, FoundRepository } from "@/lib/domain/catalogue/catalogue-views";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import { idOf, spanOf } from "./history-queries";

export class SearchQueries {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  repositories(text: string, limit: number): FoundRepository[] {
    return this.database
      .prepare(
        `SELECT repositories.key, repositories.name, newest, names.name AS found FROM names
         JOIN repositories ON repositories.number = names.repository WHERE names.name LIKE ? ESCAPE '\\'
         ORDER BY instr(lower(names.name), '/' || ?) > 0 DESC, length(names.name), names.name LIMIT ?`,
      )
      .all(containing(text), text.toLowerCase(), limit)
      .map((row) => ({
        id: idOf({ key: String(row.key) }),
        name: row.name as RepositoryName,
        formerly: row.found === row.name ? undefined : String(row.found),
        newest: row.newest as SnapshotId,
      }));
  }

  refs(text: string, limit: number): FoundRef[] {
    return this.spans(
      `ref_spans.name IN (SELECT number FROM ref_names WHERE name LIKE ? ESCAPE '\\' LIMIT ${MOST_NAMES})`,
      containing(text),
      limit,
    );
  }

  tips(prefix: string, limit: number): FoundRef[] {
    // What begins with the prefix stands between it and its successor: hexadecimal digits end before "g".
    return this.spans("oid >= ?1 AND oid < ?1 || 'g'", prefix.toLowerCase(), limit);
  }

  private spans(where: string, value: string, limit: number): FoundRef[] {
    return this.database
      .prepare(
        `SELECT repositories.key, repositories.name AS repository, ref_names.name AS name, oid, since, until
         FROM ref_spans JOIN ref_names ON ref_names.number = ref_spans.name
         JOIN repositories ON repositories.number = ref_spans.repository
         WHERE ${where} ORDER BY until IS NULL DESC, since DESC LIMIT ?2`,
      )
      .all(value, limit)
      .map((row) => ({
        id: idOf({ key: String(row.key) }),
        repository: row.repository as RepositoryName,
        span: spanOf(row),
      }));
  }
}

/** Names that are looked at for one search: a letter alone would find half of all. */
const MOST_NAMES = 2000;

const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
