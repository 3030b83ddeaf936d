import type { ProvenAt } from "./coverage";
import { type LedgerRow, lastProven, type ProofLedger } from "./proof";
import { SIDES } from "./snapshot";

/** Of each repository the last proof that held in each bucket. */
export const provenIn = (ledger: ProofLedger | undefined): ProvenAt[] => (ledger?.rows ?? []).flatMap(provenOf);

/** The same of one. */
export function provenOf(row: LedgerRow): ProvenAt[] {
  return SIDES.flatMap((side): ProvenAt[] => {
    const proof = lastProven(row, side);
    return proof ? [{ repositoryId: row.id, repo: row.repo, provenAt: proof.at, side }] : [];
  });
}
