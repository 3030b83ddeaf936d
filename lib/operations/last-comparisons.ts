import type { WholeComparison } from "@/lib/domain/compare/comparison";

/** Of ten thousand repositories one is some megabytes. */
const MOST = 2;
/** Snapshots never change; what could be read of them may get better. */
const KEPT_MS = 60_000;

/** The comparisons made last, so that paging and filtering make none anew. What is being made is not made twice. */
export class LastComparisons {
  private readonly made = new Map<string, { at: number; comparison: Promise<WholeComparison> }>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  get(key: string, make: () => Promise<WholeComparison>): Promise<WholeComparison> {
    const known = this.made.get(key);
    this.made.delete(key);
    const kept = known && this.now() - known.at < KEPT_MS ? known : { at: this.now(), comparison: make() };
    this.made.set(key, kept);
    for (const oldest of [...this.made.keys()].slice(0, -MOST)) this.made.delete(oldest);
    kept.comparison.catch(() => this.made.get(key) === kept && this.made.delete(key));
    return kept.comparison;
  }
}
