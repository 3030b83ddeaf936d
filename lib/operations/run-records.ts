import type { z } from "zod";
import { planKey, RUNS_PREFIX, receiptKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { AppError, hasCode } from "@/lib/domain/errors";
import { type RunId, runId } from "@/lib/domain/ids";
import { type Receipt, receipt } from "@/lib/domain/receipt";
import { type ApprovedPlan, approvedPlan } from "@/lib/domain/restore-plan";
import { type RunRecord, runRecord } from "@/lib/domain/run";
import type { ObjectStore } from "@/lib/ports/object-store";

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

export async function readPlan(records: ObjectStore, run: RunId): Promise<ApprovedPlan> {
  return (await readRecord(records, planKey(run), approvedPlan, `the plan of run ${run}`)).value;
}

export async function writeReceipt(records: ObjectStore, run: RunId, value: Receipt): Promise<void> {
  await records.put(receiptKey(run), toJson(value), { onlyIf: "absent", contentType: "application/json" });
}

export async function readReceipt(records: ObjectStore, run: RunId): Promise<Receipt> {
  return (await readRecord(records, receiptKey(run), receipt, `the receipt of run ${run}`)).value;
}

async function readRecord<T>(
  records: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  what: string,
): Promise<{ value: T; etag: string }> {
  const { text, etag } = await records.readText(key).catch((error: unknown) => {
    throw hasCode(error, "object-missing") ? new AppError("not-found", { what }, { cause: error }) : error;
  });
  const result = schema.safeParse(parseJson(text));
  if (!result.success) throw new AppError("record-invalid", { key, detail: result.error.issues[0]?.message });
  return { value: result.data, etag };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
