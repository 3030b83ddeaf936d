import { HOLD_STATES, type HoldCounts, type HoldItem, isKept } from "@/lib/domain/hold-run";
import { MOST_NAMED } from "@/lib/domain/proof-run";

/** What became of each repository of a hold run, as its record tells it. */
export class HoldBook {
  private readonly items: HoldItem[] = [];

  add(item: HoldItem): void {
    this.items.push(item);
  }

  counts(): HoldCounts {
    const counts: HoldCounts = { held: 0, renewed: 0, already: 0, nothing: 0, failed: 0 };
    for (const { state } of this.items) counts[state] += 1;
    return counts;
  }

  /** How many are held by now, whenever that was. */
  kept(): number {
    return this.items.filter(isKept).length;
  }

  /** What is not held first, then by name. */
  named(): HoldItem[] {
    const weight = ({ state }: HoldItem) => HOLD_STATES.length - HOLD_STATES.indexOf(state);
    const order = (a: HoldItem, b: HoldItem) => weight(a) - weight(b) || (a.repo < b.repo ? -1 : 1);
    return this.items.toSorted(order).slice(0, MOST_NAMED);
  }
}
