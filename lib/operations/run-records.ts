import {
  itemReceiptKey,
  journalKey,
  ownPlanKey,
  planKey,
  RUNS_PREFIX,
  receiptKey,
  runRecordKey,
} from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import { runId } from "@/lib/domain/ids-schema";
import { type RearmReceipt, type Receipt, receipt, type Seal } from "@/lib/domain/receipt";
import { type RestoreJournal, restoreJournal } from "@/lib/domain/restore-journal";
import { type ApprovedPlan, approvedPlan } from "@/lib/domain/restore-plan";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import type { ObjectStore } from "@/lib/ports/object-store";
import { receiptHash, sealOf } from "./digest";
import { readRecord, toJson } from "./json-record";

/** Ids of all runs, newest first. */
export async function listRunIds(records: ObjectStore): Promise<RunId[]> {
  const folders = await records.listFolders(RUNS_PREFIX);
  return folders.flatMap((folder) => runId.safeParse(folder.slice(RUNS_PREFIX.length, -1)).data ?? []).reverse();
}

/** @throws AppError not-found, record-invalid */
export async function readRun(records: ObjectStore, run: RunId): Promise<{ record: RunRecord; etag: string }> {
  const { value, etag } = await readRecord(records, runRecordKey(run), runRecord, `run ${run}`);
  return { record: value, etag };
}

export async function createRun(records: ObjectStore, record: RunRecord): Promise<{ etag: string }> {
  return records.put(runRecordKey(record.id), toJson(record), { onlyIf: "absent", contentType: "application/json" });
}

/** @throws AppError object-changed when somebody else wrote meanwhile */
export async function replaceRun(records: ObjectStore, record: RunRecord, etag: string): Promise<{ etag: string }> {
  return records.put(runRecordKey(record.id), toJson(record), { onlyIf: { etag }, contentType: "application/json" });
}

export async function writePlan(records: ObjectStore, plan: ApprovedPlan): Promise<void> {
  await records.put(planKey(plan.run), toJson(plan), { onlyIf: "absent", contentType: "application/json" });
}

/** Of a run that was started from a command line: nobody approved it elsewhere, and a retry goes by it. */
export async function writeOwnPlan(records: ObjectStore, plan: ApprovedPlan): Promise<void> {
  await records.put(ownPlanKey(plan.run), toJson(plan), { onlyIf: "absent", contentType: "application/json" });
}

/** The plan of a restore, wherever it was started. @throws AppError not-found, record-invalid */
export async function readPlan(records: ObjectStore, run: RunId): Promise<ApprovedPlan> {
  const what = `the plan of run ${run}`;
  try {
    return (await readRecord(records, planKey(run), approvedPlan, what)).value;
  } catch (error) {
    if (!hasCode(error, "not-found")) throw error;
    return (await readRecord(records, ownPlanKey(run), approvedPlan, what)).value;
  }
}

/** Of one repository of many with its target; of a run that restored one without. */
export const keyOfReceipt = (run: RunId, target?: RepositoryName): string =>
  target === undefined ? receiptKey(run) : itemReceiptKey(run, target);

/** Seals it with its hash and writes it, once. @returns its key and the hash */
export async function writeReceipt(
  records: ObjectStore,
  key: string,
  value: Receipt | RearmReceipt,
): Promise<{ key: string; hash: string }> {
  const hash = receiptHash(value);
  await records.put(key, toJson({ ...value, hash }), { onlyIf: "absent", contentType: "application/json" });
  return { key, hash };
}

export async function readReceipt(records: ObjectStore, run: RunId, target?: RepositoryName): Promise<Receipt> {
  return (await readSealedReceipt(records, run, { target })).receipt;
}

/** A receipt and whether it is as it was written; `recorded` is the hash that the run's record has of it. */
export async function readSealedReceipt(
  records: ObjectStore,
  run: RunId,
  { target, recorded }: { target?: RepositoryName; recorded?: string } = {},
): Promise<{ receipt: Receipt; seal: Seal }> {
  const key = keyOfReceipt(run, target);
  const { value, json } = await readRecord(records, key, receipt, `the receipt of run ${run}`);
  return { receipt: value, seal: sealOf(json, recorded) };
}

/** How far the restore of one repository has come; undefined when it has not begun. */
export async function readJournal(
  records: ObjectStore,
  run: RunId,
  target: RepositoryName,
): Promise<{ journal: RestoreJournal; etag: string } | undefined> {
  try {
    const { value, etag } = await readRecord(records, journalKey(run, target), restoreJournal, "the journal");
    return { journal: value, etag };
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}

/** Over the state that was read, or the first. @throws AppError object-changed, object-exists: somebody else is at it */
export async function writeJournal(
  records: ObjectStore,
  journal: RestoreJournal,
  etag: string | undefined,
): Promise<{ etag: string }> {
  const onlyIf = etag === undefined ? "absent" : { etag };
  return records.put(journalKey(journal.run, journal.target), toJson(journal), {
    onlyIf,
    contentType: "application/json",
  });
}
