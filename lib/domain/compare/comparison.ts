// Two snapshots compared, as it is asked for and answered: a page of those that differ.
import type { SnapshotId } from "../ids";
import { byText, pageOf, type RowPage, type RowQuery, type RowShape } from "../row-page";
import { type ComparedRow, DIFFERENCE_VIEW, DIFFERENCES, type Difference } from "./compare-entries";

/** The older one is `from`. */
export interface ComparedSnapshots {
  from: ComparedSnapshot;
  to: ComparedSnapshot;
  /** Repositories that are in both and say the same. */
  same: number;
  /** By the catalogue, or where that is not ready by both manifests. */
  source: "catalogue" | "manifests";
}

export interface ComparedSnapshot {
  snapshot: SnapshotId;
  finishedAt: string;
  repositories: number;
  chainBytes: number;
}

/** A page of the repositories that differ, the weightiest differences first unless they are sorted otherwise. */
export interface Comparison extends ComparedSnapshots, RowPage<ComparedRow> {
  /** How many repositories have each difference; what none has is absent. */
  differences: Partial<Record<Difference, number>>;
}

/** All of it, as it is kept while somebody pages through it. `rows` are in their first order. */
export interface WholeComparison extends ComparedSnapshots {
  rows: readonly ComparedRow[];
}

const SHAPE: RowShape<ComparedRow> = {
  filters: {
    repository: { text: ({ repository }) => repository, words: true },
    formerly: { text: ({ before }) => before?.repository, words: true },
    difference: { text: ({ differences }) => differences.map((each) => DIFFERENCE_VIEW[each].label).join(", ") },
  },
  sorts: {
    repository: byText(({ repository }) => repository),
    before: (a, b) => (a.before?.chainBytes ?? 0) - (b.before?.chainBytes ?? 0),
    after: (a, b) => (a.after?.chainBytes ?? 0) - (b.after?.chainBytes ?? 0),
  },
};

export function comparisonPage({ rows, ...snapshots }: WholeComparison, query: RowQuery): Comparison {
  const differences: Comparison["differences"] = {};
  for (const each of DIFFERENCES) {
    const count = rows.filter((row) => row.differences.includes(each)).length;
    if (count > 0) differences[each] = count;
  }
  return { ...snapshots, differences, ...pageOf(rows, query, SHAPE) };
}
