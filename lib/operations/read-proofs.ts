import { PROOF_LEDGER_KEY } from "@/lib/domain/bucket-keys";
import { hasCode, problemOf } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { ProofLedger } from "@/lib/domain/proof";
import { type ProofSummary, summariseProofs } from "@/lib/domain/proof-summary";
import type { Side } from "@/lib/domain/snapshot";
import { type SnapshotProofs, shownProofs } from "@/lib/domain/snapshot-proofs";
import type { ObjectStore } from "@/lib/ports/object-store";
import { askEither, type Sides } from "./both-sides";
import { KeepRecent } from "./keep-recent";
import type { ManifestCache } from "./manifest-cache";
import { readLedger } from "./proof-records";

export interface ReadProofs {
  sides: Sides;
  cache: ManifestCache;
  records: ObjectStore;
  ledgers: LedgerCache;
}

/** The ledger as it is now: asked for whether it has changed, read only when it has. */
export class LedgerCache {
  private readonly kept = new KeepRecent<ProofLedger | undefined>(1);

  /** Undefined before the first proof. @throws AppError record-invalid, storage-* */
  async read(records: ObjectStore): Promise<ProofLedger | undefined> {
    try {
      const { etag } = await records.head(PROOF_LEDGER_KEY);
      return await this.kept.get(etag, () => readLedger(records));
    } catch (error) {
      if (hasCode(error, "object-missing")) return undefined;
      throw error;
    }
  }
}

/** What is proven of each entry of a snapshot. @throws AppError as readSnapshot */
export async function readProofs(
  { sides, cache, records, ledgers }: ReadProofs,
  snapshot: SnapshotId,
  wanted: Side,
): Promise<SnapshotProofs> {
  const { value } = await askEither(sides, wanted, (backups) => cache.read(backups, snapshot));
  try {
    const ledger = await ledgers.read(records);
    return { proofs: shownProofs(value.manifest.repos, ledger, snapshot, configured(sides)) };
  } catch (error) {
    return { proofs: {}, problem: problemOf(error) };
  }
}

/** Of the newest snapshot; undefined before the first verify run, or the first backup. @throws AppError record-invalid, storage-* */
export async function readProofSummary({
  sides,
  cache,
  records,
  ledgers,
}: ReadProofs): Promise<ProofSummary | undefined> {
  const ledger = await ledgers.read(records);
  if (!ledger) return undefined;
  const { value } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  return value && summariseProofs(value.manifest.repos, ledger, configured(sides));
}

const configured = (sides: Sides): Side[] => (sides.replica ? ["primary", "replica"] : ["primary"]);
