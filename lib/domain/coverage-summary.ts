// What the rows of the coverage come to: counts, and the ages that are published every hour.
import { COVERAGE_STATES, COVERAGE_VIEW, type CoverageRow, type CoverageState, hoursSince } from "./coverage";

export interface CoverageSummary {
  counts: Record<CoverageState, number>;
  /** Repositories somebody has to do something about: never, failing, overdue. */
  overdue: number;
  /** Of the worst repository that should be backed up. Undefined when there is none. */
  hoursSinceBackup?: number;
  /** Of the worst chain; 0 when nothing is there to prove. */
  hoursSinceProof?: number;
  /** Repositories with a chain that were never proven. */
  unproven: number;
  /** Repositories whose last backup is not, or not known to be, in the replica. */
  notReplicated: number;
}

/** A repository that was never backed up counts from when it was first seen so (`since`). */
export function summariseCoverage(rows: readonly (CoverageRow & { since?: string })[], now: Date): CoverageSummary {
  const counts = Object.fromEntries(COVERAGE_STATES.map((state) => [state, 0])) as Record<CoverageState, number>;
  for (const { state } of rows) counts[state] += 1;
  const due = rows.filter(shouldBeBackedUp);
  const ages = due.flatMap((row) => row.safe?.at ?? row.since ?? []).map((at) => hoursSince(at, now));
  const chains = rows.filter(shouldBeProven);
  const proofs = chains.flatMap((row) => row.proven?.at ?? row.provable ?? []).map((at) => hoursSince(at, now));
  return {
    counts,
    overdue: rows.filter(({ state }) => COVERAGE_VIEW[state].overdue).length,
    hoursSinceBackup: greatest(ages),
    hoursSinceProof: greatest(proofs) ?? (rows.length > 0 ? 0 : undefined),
    unproven: chains.filter(({ proven }) => !proven).length,
    notReplicated: rows.filter(({ safe, replicated }) => safe && replicated?.snapshot !== safe.snapshot).length,
  };
}

/** A day's run may come a day later: so long a proof may be overdue before anybody is told. */
const PROOF_GRACE_DAYS = 1;

/** Whether a proof of this age, or the first backup of what was never proven, is older than it should be. */
export const isProofLate = (at: string, intervalDays: number, now: Date): boolean =>
  hoursSince(at, now) > (intervalDays + PROOF_GRACE_DAYS) * 24;

/** Repositories with a chain whose proof is due and was not made. */
export const countLateProofs = (rows: readonly CoverageRow[], intervalDays: number, now: Date): number =>
  rows.filter((row) => {
    const at = row.proven?.at ?? row.provable;
    return shouldBeProven(row) && at !== undefined && isProofLate(at, intervalDays, now);
  }).length;

/** What GitHub withholds, or the App does not see any more, cannot be backed up: that has words of its own. */
const shouldBeBackedUp = ({ state }: CoverageRow) => COVERAGE_VIEW[state].safe || COVERAGE_VIEW[state].overdue;

/** Chains of the newest snapshot: those of what vanished or failed are in older ones, and are not proven again. */
const shouldBeProven = ({ outcome, provable }: CoverageRow) =>
  provable !== undefined && (outcome === "captured" || outcome === "unchanged");

// Not Math.max(...ages): a list of many thousands is too long for arguments.
const greatest = (values: readonly number[]): number | undefined =>
  values.reduce<number | undefined>((most, each) => (most === undefined || each > most ? each : most), undefined);
