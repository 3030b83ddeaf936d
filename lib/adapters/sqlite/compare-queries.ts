import type { DatabaseSync } from "node:sqlite";
import type { ComparedEntry, ComparedPair } from "@/lib/domain/catalogue/catalogue-views";
import type { SnapshotId } from "@/lib/domain/ids";
import { statesOf } from "./entry-blocks";
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
    const [older, newer] = [statesOf(this.database, before), statesOf(this.database, after)];
    const changed = [...newer].filter(([repository, state]) => older.get(repository) !== state);
    const gone = [...older].filter(([repository]) => !newer.has(repository));
    const pairs = [
      ...changed.map(([repository, state]) => [older.get(repository), state] as const),
      ...gone.map(([, state]) => [state, undefined] as const),
    ];
    const entries = this.entries(pairs.flat().filter((state) => state !== undefined));
    const entryOf = (state: number | undefined) => (state === undefined ? undefined : entries.get(state));
    return {
      pairs: pairs.map(([a, b]) => ({ before: entryOf(a), after: entryOf(b) })),
      same: newer.size - changed.length,
    };
  }

  private entries(states: readonly number[]): Map<number, ComparedEntry> {
    const rows = this.database.prepare(STATES).all(JSON.stringify(states));
    return new Map(
      rows.map((row) => [
        Number(row.number),
        {
          id: idOf({ key: String(row.key) }),
          row: JSON.parse(String(row.content)),
          refsDigest: (row.refs_digest as string | null) ?? undefined,
        },
      ]),
    );
  }

  private numberOf(id: SnapshotId): number | undefined {
    const row = this.database.prepare("SELECT number FROM snapshots WHERE id = ?").get(id);
    return row && Number(row.number);
  }
}

const STATES = `
SELECT states.number, repositories.key, content, refs_digest FROM json_each(?) AS wanted
CROSS JOIN states ON states.number = wanted.value
CROSS JOIN repositories ON repositories.number = states.repository`;
