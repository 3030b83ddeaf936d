import type { ProvenAt } from "@/lib/domain/coverage";
import { lastProven } from "@/lib/domain/proof";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readLedger } from "./proof-records";

/** Of each repository the last proof that held in each bucket. @throws AppError record-invalid, storage-* */
export async function provenIn(records: ObjectStore): Promise<ProvenAt[]> {
  const ledger = await readLedger(records);
  return (ledger?.rows ?? []).flatMap((row) =>
    (["primary", "replica"] as const).flatMap((side): ProvenAt[] => {
      const proof = lastProven(row, side);
      return proof ? [{ repositoryId: row.id, repo: row.repo, provenAt: proof.at, side }] : [];
    }),
  );
}
