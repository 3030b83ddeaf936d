import type { DatabaseSync } from "node:sqlite";
import type { ComparedEntry, ComparedPair } from "@/lib/domain/catalogue/catalogue-views";
import type { SnapshotId } from "@/lib/domain/ids";
import { idOf } from "./history-queries";

/** The repositories whose entries differ, and how many do not. */
export class CompareQueries {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  compare(from: SnapshotId, to: SnapshotId): { pairs: ComparedPair[]; same: number } | undefined {
    const [before, after] = [this.numberOf(from), this.numberOf(to)];
    if (before === undefined || after === undefined) return undefined;
    const changed = this.database.prepare(CHANGED).all({ before, after });
    const gone = this.database.prepare(GONE).all({ before, after });
    const total = Number(this.database.prepare("SELECT count(*) AS n FROM entries WHERE snapshot = ?").get(after)?.n);
    return {
      pairs: [
        ...changed.map((row) => ({ before: entryOf(row, "before"), after: entryOf(row, "after") })),
        ...gone.map((row) => ({ before: entryOf(row, "before") })),
      ],
      same: total - changed.length,
    };
  }

  private numberOf(id: SnapshotId): number | undefined {
    const row = this.database.prepare("SELECT number FROM snapshots WHERE id = ?").get(id);
    return row && Number(row.number);
  }
}

const CHANGED = `
SELECT repositories.key, x.content AS before_row, x.refs_digest AS before_refs, y.content AS after_row, y.refs_digest AS after_refs
FROM entries AS b
LEFT JOIN entries AS a ON a.snapshot = $before AND a.repository = b.repository
LEFT JOIN states AS x ON x.number = a.state
JOIN states AS y ON y.number = b.state
JOIN repositories ON repositories.number = b.repository
WHERE b.snapshot = $after AND a.state IS NOT b.state`;

const GONE = `
SELECT repositories.key, x.content AS before_row, x.refs_digest AS before_refs
FROM entries AS a
JOIN states AS x ON x.number = a.state
JOIN repositories ON repositories.number = a.repository
WHERE a.snapshot = $before
  AND NOT EXISTS (SELECT 1 FROM entries AS b WHERE b.snapshot = $after AND b.repository = a.repository)`;

function entryOf(row: Record<string, unknown>, which: "before" | "after"): ComparedEntry | undefined {
  const content = row[`${which}_row`];
  if (content === null || content === undefined) return undefined;
  return {
    id: idOf({ key: String(row.key) }),
    row: JSON.parse(String(content)),
    refsDigest: (row[`${which}_refs`] as string | null) ?? undefined,
  };
}
