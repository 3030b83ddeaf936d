import type { RepositoryHistory } from "@/lib/domain/catalogue/repository-history";
import { partOf } from "@/lib/domain/part-of";
import { provenOf } from "@/lib/domain/proven-at";
import type { Targets } from "@/lib/domain/targets";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type HistoryDeps, knownHistory, type WantedHistory } from "./known-history";
import type { LedgerCache } from "./read-proofs";

export interface ReadHistory extends HistoryDeps {
  records: ObjectStore;
  ledgers: LedgerCache;
  targets: Targets;
}

/**
 * Everything known of one repository over time, followed through its renames. While the catalogue is not there, or has not come
 * to it yet, what the newest snapshots tell of it.
 * @throws AppError catalogue-*, repository-unknown, storage-* where neither the catalogue nor a bucket answers
 */
export async function readHistory(deps: ReadHistory, wanted: WantedHistory): Promise<RepositoryHistory> {
  const { catalogue, ledgers, records, targets } = deps;
  const { history, onlyNewest } = await knownHistory(deps, wanted);
  const proofs = await partOf(
    ledgers.readIndexed(records).then(({ rowOf }) => {
      const row = rowOf({ id: history.id, repo: history.name });
      return row ? provenOf(row) : [];
    }),
  );
  const { freshnessTargetHours, proofIntervalDays } = targets;
  return {
    ...{ catalogue: catalogue.status(), history, onlyNewest, proofs },
    targets: { freshnessTargetHours, proofIntervalDays },
  };
}
