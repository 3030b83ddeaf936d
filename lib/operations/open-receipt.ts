import { AppError, hasCode } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import type { OpenedReceipt } from "@/lib/domain/opened-receipt";
import type { RestoredItem } from "@/lib/domain/restore-record";
import type { ObjectStore } from "@/lib/ports/object-store";
import { keyOfReceipt, readRun, readSealedReceipt } from "./run-records";

/**
 * A receipt, and whether it is as it was written: its hash is computed anew, and compared with its own and with the one in
 * the run's record. @throws AppError not-found, record-invalid, storage-*
 */
export async function openReceipt(records: ObjectStore, run: RunId, target?: RepositoryName): Promise<OpenedReceipt> {
  const item = await itemOf(records, run, target);
  const recorded = item?.receipt === keyOfReceipt(run, target) ? item.receipt_hash : undefined;
  const { receipt, seal } = await readSealedReceipt(records, run, { target, recorded });
  return { receipt, seal, item };
}

/** The file as it is stored, byte for byte: so its hash can be computed by whoever keeps it. @throws AppError not-found */
export async function receiptFile(records: ObjectStore, run: RunId, target?: RepositoryName): Promise<string> {
  try {
    return (await records.readText(keyOfReceipt(run, target))).text;
  } catch (error) {
    if (!hasCode(error, "object-missing")) throw error;
    throw new AppError("not-found", { what: `the receipt of run ${run}` }, { cause: error });
  }
}

/** What the run's record says of the repository. A run that was killed may have left a receipt and no word of it. */
async function itemOf(
  records: ObjectStore,
  run: RunId,
  target: RepositoryName | undefined,
): Promise<RestoredItem | undefined> {
  try {
    const { restored = [] } = (await readRun(records, run)).record.restore ?? {};
    return target === undefined ? restored[0] : restored.find((each) => each.target === target);
  } catch (error) {
    if (hasCode(error, "not-found", "record-invalid")) return undefined;
    throw error;
  }
}
