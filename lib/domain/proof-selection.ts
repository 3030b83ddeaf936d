// What a verify run proves now: pure, so that it can be shown over years of days that no chain waits too long.
import type { ManifestEntry } from "./manifest";
import { type LedgerRow, lastProven, ledgerIndex, newest, type ProofLedger } from "./proof";
import type { Side } from "./snapshot";

/** A chain of the newest snapshot. */
export type Provable = Pick<ManifestEntry, "id" | "repo" | "chain">;

export interface Choice<T extends Provable> {
  entry: T;
  side: Side;
}

export interface Selection {
  ledger: ProofLedger | undefined;
  /** The buckets that can be read. */
  sides: readonly Side[];
  now: Date;
  /** No chain's newest proof shall be older. */
  intervalDays: number;
}

const DAY_MS = 86_400_000;

/** A small repository costs about as much as so many bytes of a large one. */
const COST_OF_ONE = 4 * 1024 * 1024;

/**
 * A run's share, for one run a day: first what failed and has not been proven since, in the same bucket, every day; then
 * what was never proven, then the oldest proof first, until a share is reached that goes once round the fleet a day before
 * the interval is over. What would grow too old before tomorrow's run is taken whatever the share. The buckets take turns.
 */
export function selectProofs<T extends Provable>(entries: readonly T[], selection: Selection): Choice<T>[] {
  const { ledger, sides, now, intervalDays } = selection;
  const rowOf = ledgerIndex(ledger);
  const chains = entries.filter(({ chain }) => chain.length > 0).map((entry) => ({ entry, row: rowOf(entry) }));
  const failed = chains.flatMap(({ entry, row }) =>
    sides.filter((side) => isFailing(row, side)).map((side) => ({ entry, side })),
  );
  const share = chains.reduce((sum, { entry }) => sum + costOf(entry), 0) / Math.max(1, intervalDays - 1);
  // One that is proven now and again tomorrow in a week must not be a minute too late.
  const tooOld = now.getTime() - Math.max(0.5, intervalDays - 1) * DAY_MS;
  let cost = 0;
  const due = chains
    .map((each) => ({ ...each, at: provenAt(each.row, sides), since: waitingSince(each.entry, each.row, sides) }))
    .sort((a, b) => a.at - b.at || a.since - b.since || (a.entry.repo < b.entry.repo ? -1 : 1))
    .filter(({ entry, since }) => {
      const taken = cost < share || since <= tooOld;
      if (taken) cost += costOf(entry);
      return taken;
    })
    .map(({ entry, row }) => ({ entry, side: sideInTurn(row, sides) }));
  const again = due.filter(({ entry, side }) => !failed.some((each) => each.entry === entry && each.side === side));
  return [...failed, ...again];
}

/** Everything, in each bucket: what a person asked for. */
export function allProofs<T extends Provable>(entries: readonly T[], sides: readonly Side[]): Choice<T>[] {
  return entries.filter(({ chain }) => chain.length > 0).flatMap((entry) => sides.map((side) => ({ entry, side })));
}

function costOf({ chain }: Provable): number {
  return chain.reduce((sum, link) => sum + link.size_bytes, COST_OF_ONE);
}

function isFailing(row: LedgerRow | undefined, side: Side): boolean {
  return newest(row, (each) => each.side === side)?.verdict === "failed";
}

/** Never: before everything. */
function provenAt(row: LedgerRow | undefined, sides: readonly Side[]): number {
  const times = sides.map((side) => Date.parse(lastProven(row, side)?.at ?? "")).filter((time) => !Number.isNaN(time));
  return Math.max(Number.NEGATIVE_INFINITY, ...times);
}

/** When it was last proven; a chain that never was waits since its first bundle was written. */
function waitingSince({ chain }: Provable, row: LedgerRow | undefined, sides: readonly Side[]): number {
  const at = provenAt(row, sides);
  const first = Date.parse(chain[0]?.created_at ?? "");
  return at > Number.NEGATIVE_INFINITY ? at : Number.isNaN(first) ? Number.NEGATIVE_INFINITY : first;
}

/** The bucket whose proof is older; one that was never read first of all. */
function sideInTurn(row: LedgerRow | undefined, sides: readonly Side[]): Side {
  const at = (side: Side) => newest(row, (each) => each.side === side)?.at ?? "";
  return sides.reduce((oldest, side) => (at(side) < at(oldest) ? side : oldest), sides[0] ?? "primary");
}
