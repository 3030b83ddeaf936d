// The history of one repository, and of its refs.
import type { DatabaseSync } from "node:sqlite";
import type { HistoryPoint, KnownHistory, KnownRefSpans, Namesake } from "@/lib/domain/catalogue/catalogue-views";
import type { ChainBundle } from "@/lib/domain/catalogue/entry-state";
import type { RefSpan } from "@/lib/domain/catalogue/ref-spans";
import type { Problem } from "@/lib/domain/errors";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import type { EntryRow } from "@/lib/domain/snapshot-detail";
import { statesOver } from "./entry-blocks";

export interface WantedRepository {
  name: RepositoryName;
  id?: number;
}

/** One repository, and what stands under its names in manifests of format 1, which know no ids. */
export interface FoundNumbers {
  main: Numbered;
  all: number[];
}

interface Numbered {
  number: number;
  key: string;
  name: RepositoryName;
  newest: SnapshotId;
}

export class HistoryQueries {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  find({ name, id }: WantedRepository): FoundNumbers | undefined {
    const named = this.named(name);
    const main =
      id === undefined
        ? named.sort(byIdThenNewest)[0]
        : this.numbered("SELECT * FROM repositories WHERE key = ?", id)[0];
    if (!main) return undefined;
    return { main, all: [main.number, ...(idOf(main) === undefined ? [] : this.withoutIds(main))] };
  }

  history(wanted: WantedRepository): KnownHistory | undefined {
    const found = this.find(wanted);
    if (!found) return undefined;
    const { main, all } = found;
    const states = new Map<number, number>();
    const bundles = this.bundles(all);
    const place = new Map(bundles.map(({ number }, index) => [number, index]));
    const sides = this.sides();
    const content: EntryRow[] = [];
    const chains: number[][] = [];
    const known = (state: number): number => {
      const seen = states.get(state);
      if (seen !== undefined) return seen;
      const row = this.database.prepare("SELECT content, chain FROM states WHERE number = ?").get(state);
      chains.push((JSON.parse(String(row?.chain)) as number[]).flatMap((each) => place.get(each) ?? []));
      states.set(state, content.push(JSON.parse(String(row?.content))) - 1);
      return content.length - 1;
    };
    const over = statesOver(this.database, all);
    const snapshots = this.database.prepare("SELECT number, id, finished_at FROM snapshots ORDER BY id DESC").all();
    const points = snapshots.flatMap((row) =>
      (over.get(Number(row.number)) ?? []).map((number): HistoryPoint => {
        const snapshot = row.id as SnapshotId;
        const state = known(number);
        return {
          snapshot,
          finishedAt: String(row.finished_at),
          state,
          chain: chains[state] ?? [],
          sides: sides.get(snapshot) ?? [],
        };
      }),
    );
    return {
      id: idOf(main),
      name: main.name,
      states: content,
      points,
      bundles: bundles.map(({ bundle }) => bundle),
      namesakes: this.namesakes(main.name, all),
    };
  }

  refs(wanted: WantedRepository): (KnownRefSpans & { key: string }) | undefined {
    const found = this.find(wanted);
    if (!found) return undefined;
    const { main } = found;
    const bundles = this.bundles([main.number]);
    const until = String(
      this.database
        .prepare("SELECT coalesce(refs_until, '') AS until FROM repositories WHERE number = ?")
        .get(main.number)?.until ?? "",
    );
    const read = bundles.filter(({ bundle }) => bundle.snapshot <= until);
    const problems = read.flatMap(({ bundle, problem }) => (problem ? [{ snapshot: bundle.snapshot, problem }] : []));
    const broken = new Set(problems.map(({ snapshot }) => snapshot));
    return {
      key: main.key,
      spans: until === "" ? [] : this.spans(main.number),
      snapshots: [...new Set(read.map(({ bundle }) => bundle.snapshot))].filter((each) => !broken.has(each)),
      bundles: { done: read.length, total: bundles.length },
      problems,
    };
  }

  private spans(repository: number): RefSpan[] {
    return this.database
      .prepare(
        `SELECT ref_names.name AS name, oid, since, until FROM ref_spans
         JOIN ref_names ON ref_names.number = ref_spans.name WHERE repository = ? ORDER BY since, ref_spans.number`,
      )
      .all(repository)
      .map(spanOf);
  }

  private bundles(repositories: number[]) {
    return this.database
      .prepare(
        `SELECT number, content, refs_problem FROM bundles WHERE repository IN (${marks(repositories)}) ORDER BY snapshot, number`,
      )
      .all(...repositories)
      .map((row) => ({
        number: Number(row.number),
        bundle: JSON.parse(String(row.content)) as ChainBundle,
        problem: row.refs_problem === null ? undefined : (JSON.parse(String(row.refs_problem)) as Problem),
      }));
  }

  private sides(): Map<SnapshotId, Side[]> {
    const sides = new Map<SnapshotId, Side[]>();
    for (const row of this.database
      .prepare("SELECT id, side FROM copies WHERE snapshot IS NOT NULL ORDER BY side")
      .all()) {
      const id = row.id as SnapshotId;
      sides.set(id, [...(sides.get(id) ?? []), row.side as Side]);
    }
    return sides;
  }

  private namesakes(name: RepositoryName, besides: number[]): Namesake[] {
    return this.named(name)
      .filter(({ number }) => !besides.includes(number))
      .map((each) => ({ id: idOf(each), name: each.name, newest: each.newest }));
  }

  private named(name: string): Numbered[] {
    return this.numbered(
      "SELECT repositories.* FROM names JOIN repositories ON repositories.number = names.repository WHERE names.name = ?",
      name,
    );
  }

  private withoutIds(main: Numbered): number[] {
    return this.numbered(
      `SELECT * FROM repositories WHERE key IN (SELECT name FROM names WHERE repository = ?)`,
      main.number,
    ).map(({ number }) => number);
  }

  private numbered(sql: string, value: string | number): Numbered[] {
    return this.database
      .prepare(sql)
      .all(String(value))
      .map((row) => ({
        number: Number(row.number),
        key: String(row.key),
        name: row.name as RepositoryName,
        newest: row.newest as SnapshotId,
      }));
  }
}

/** GitHub's id. */
export const idOf = ({ key }: { key: string }): number | undefined => (/^\d+$/.test(key) ? Number(key) : undefined);

/** Of several that had a name, the one whose it was last; what has no id is part of one that has. */
const byIdThenNewest = (a: Numbered, b: Numbered) =>
  Number(idOf(b) !== undefined) - Number(idOf(a) !== undefined) || (a.newest < b.newest ? 1 : -1);

const marks = (values: readonly unknown[]) => values.map(() => "?").join(", ");

export const spanOf = (row: Record<string, unknown>): RefSpan => ({
  name: String(row.name),
  oid: String(row.oid),
  from: row.since as SnapshotId,
  until: (row.until as SnapshotId | null) ?? undefined,
});
