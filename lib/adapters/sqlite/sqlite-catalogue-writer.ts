import type { DatabaseSync } from "node:sqlite";
import type { Progress } from "@/lib/domain/catalogue/catalogue-status";
import type { ChainBundle, RepositoryKey } from "@/lib/domain/catalogue/entry-state";
import type { RefSpan } from "@/lib/domain/catalogue/ref-spans";
import type { Problem } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import type { CatalogueWriter, CopyOf, KnownCopy, RepositoryNumber } from "@/lib/ports/catalogue";
import { RefIntake } from "./ref-intake";
import { SnapshotIntake } from "./snapshot-intake";

export class SqliteCatalogueWriter implements CatalogueWriter {
  private readonly database: DatabaseSync;
  private readonly intake: SnapshotIntake;
  private readonly refs: RefIntake;

  constructor(database: DatabaseSync, root: string) {
    this.database = database;
    this.intake = new SnapshotIntake(database, root);
    this.refs = new RefIntake(database);
  }

  copies(): KnownCopy[] {
    const rows = this.database.prepare("SELECT id, side, snapshot, version, problem, looked_at FROM copies").all();
    return rows.map((row) => ({
      id: row.id as SnapshotId,
      side: row.side as Side,
      read: row.snapshot !== null,
      version: (row.version as string | null) ?? undefined,
      problem: row.problem === null ? undefined : (JSON.parse(String(row.problem)) as Problem),
      lookedAt: String(row.looked_at),
    }));
  }

  putSnapshot(id: SnapshotId, manifest: Uint8Array, copy: CopyOf): void {
    this.whole(() => {
      const number = this.numberOf(id) ?? this.intake.put(id, manifest);
      this.copy(id, copy, number, undefined);
    });
  }

  putCopy(id: SnapshotId, copy: CopyOf, found: { same: true } | { same: false; problem?: Problem }): void {
    this.copy(id, copy, found.same ? this.numberOf(id) : undefined, found.same ? undefined : found.problem);
  }

  forget(id: SnapshotId, side: Side): void {
    this.whole(() => {
      this.database.prepare("DELETE FROM copies WHERE id = ? AND side = ?").run(id, side);
      if (this.database.prepare("SELECT 1 FROM copies WHERE id = ?").get(id)) return;
      const number = this.numberOf(id);
      if (number === undefined) return;
      this.database.prepare("DELETE FROM blocks WHERE snapshot = ?").run(number);
      this.database.prepare("DELETE FROM snapshots WHERE number = ?").run(number);
    });
  }

  withoutRefs(limit: number): RepositoryNumber[] {
    return this.refs.waiting(limit);
  }

  repositoryOf(key: RepositoryKey): RepositoryNumber | undefined {
    const row = this.database.prepare("SELECT number FROM repositories WHERE key = ?").get(String(key));
    return row && Number(row.number);
  }

  refsToRead(repository: RepositoryNumber): { bundles: ChainBundle[]; open: RefSpan[] } {
    return this.refs.next(repository);
  }

  putRefs(
    repository: RepositoryNumber,
    change: { ended: RefSpan[]; begun: RefSpan[] },
    read: { until: SnapshotId; problems: { bundle: ChainBundle; problem: Problem }[] },
  ): void {
    this.whole(() => this.refs.put(repository, change, read));
  }

  refsProgress(): Progress {
    return this.refs.progress();
  }

  snapshotCount(): number {
    return Number(this.database.prepare("SELECT count(*) AS n FROM snapshots").get()?.n);
  }

  private numberOf(id: SnapshotId): number | undefined {
    const row = this.database.prepare("SELECT number FROM snapshots WHERE id = ?").get(id);
    return row && Number(row.number);
  }

  private copy(id: SnapshotId, { side, version, at }: CopyOf, number: number | undefined, problem?: Problem): void {
    this.database
      .prepare("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?, ?)")
      .run(id, side, number ?? null, version ?? null, problem ? JSON.stringify(problem) : null, at.toISOString());
  }

  private whole(work: () => void): void {
    this.database.exec("BEGIN");
    try {
      work();
      this.database.exec("COMMIT");
    } catch (error) {
      this.database.exec("ROLLBACK");
      this.intake.forgetNeighbour();
      throw error;
    }
  }
}
