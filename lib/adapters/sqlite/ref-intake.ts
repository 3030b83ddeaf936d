// Takes the refs of bundles in, repository by repository, oldest bundle first: a span ends where a later bundle says otherwise.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Progress } from "@/lib/domain/catalogue/catalogue-status";
import type { ChainBundle } from "@/lib/domain/catalogue/entry-state";
import type { RefSpan } from "@/lib/domain/catalogue/ref-spans";
import type { Problem } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";

/** `refs_until` of a repository whose refs have to be read from the beginning, for an older bundle has come to light. */
const FROM_THE_BEGINNING = "";

export class RefIntake {
  private readonly sql: ReturnType<typeof statements>;

  constructor(database: DatabaseSync) {
    this.sql = statements(database);
  }

  waiting(limit: number): number[] {
    return this.sql.waiting.all(limit).map((row) => Number(row.number));
  }

  progress(): Progress {
    const row = this.sql.progress.get();
    return { done: Number(row?.done ?? 0), total: Number(row?.total ?? 0) };
  }

  next(repository: number): { bundles: ChainBundle[]; open: RefSpan[] } {
    const until = this.until(repository);
    const bundles = this.sql.bundles.all(repository, until).map((row) => JSON.parse(String(row.content)));
    if (until === FROM_THE_BEGINNING) return { bundles, open: [] };
    const open = this.sql.open.all(repository).map(
      (row): RefSpan => ({
        name: String(row.name),
        oid: String(row.oid),
        from: row.since as SnapshotId,
      }),
    );
    return { bundles, open };
  }

  put(
    repository: number,
    { ended, begun }: { ended: RefSpan[]; begun: RefSpan[] },
    { until, problems }: { until: SnapshotId; problems: { bundle: ChainBundle; problem: Problem }[] },
  ): void {
    if (this.until(repository) === FROM_THE_BEGINNING) {
      this.sql.clear.run(repository);
      this.sql.clearProblems.run(repository);
    }
    for (const { name, until: end = null } of ended) this.sql.end.run(end, repository, this.name(name));
    for (const span of begun)
      this.sql.begin.run(repository, this.name(span.name), span.oid, span.from, span.until ?? null);
    for (const { bundle, problem } of problems)
      this.sql.problem.run(JSON.stringify(problem), repository, bundle.snapshot, bundle.key);
    this.sql.done.run(until, repository);
  }

  private until(repository: number): string {
    return String(this.sql.until.get(repository)?.refs_until ?? FROM_THE_BEGINNING);
  }

  private name(name: string): number {
    const known = this.sql.name.get(name);
    return Number(known ? known.number : this.sql.addName.run(name).lastInsertRowid);
  }
}

/** The newest bundle of a repository, whose refs are the last to be known. */
const LAST_BUNDLE = "(SELECT max(snapshot) FROM bundles WHERE repository = repositories.number)";

function statements(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    waiting: sql(
      `SELECT number FROM repositories WHERE coalesce(refs_until, '') < ${LAST_BUNDLE} ORDER BY newest DESC, number LIMIT ?`,
    ),
    progress: sql(
      `SELECT count(*) AS total, coalesce(sum(coalesce(refs_until, '') >= last), 0) AS done
       FROM (SELECT refs_until, ${LAST_BUNDLE} AS last FROM repositories) WHERE last IS NOT NULL`,
    ),
    until: sql("SELECT refs_until FROM repositories WHERE number = ?"),
    bundles: sql("SELECT content FROM bundles WHERE repository = ? AND snapshot > ? ORDER BY snapshot, number"),
    open: sql(
      "SELECT ref_names.name, oid, since FROM ref_spans JOIN ref_names ON ref_names.number = ref_spans.name WHERE repository = ? AND until IS NULL",
    ),
    clear: sql("DELETE FROM ref_spans WHERE repository = ?"),
    clearProblems: sql("UPDATE bundles SET refs_problem = NULL WHERE repository = ? AND refs_problem IS NOT NULL"),
    name: sql("SELECT number FROM ref_names WHERE name = ?"),
    addName: sql("INSERT INTO ref_names (name) VALUES (?)"),
    end: sql("UPDATE ref_spans SET until = ? WHERE repository = ? AND name = ? AND until IS NULL"),
    begin: sql("INSERT INTO ref_spans (repository, name, oid, since, until) VALUES (?, ?, ?, ?, ?)"),
    problem: sql("UPDATE bundles SET refs_problem = ? WHERE repository = ? AND snapshot = ? AND key = ?"),
    done: sql("UPDATE repositories SET refs_until = ? WHERE number = ?"),
  };
}
