import type { ProvenAt } from "./coverage";
import { lastProven, type ProofLedger } from "./proof";

/** Of each repository the last proof that held in each bucket. */
export function provenIn(ledger: ProofLedger | undefined): ProvenAt[] {
  return (ledger?.rows ?? []).flatMap((row) =>
    (["primary", "replica"] as const).flatMap((side): ProvenAt[] => {
      const proof = lastProven(row, side);
      return proof ? [{ repositoryId: row.id, repo: row.repo, provenAt: proof.at, side }] : [];
    }),
  );
}
