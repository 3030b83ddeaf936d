import type { z } from "zod";
import type { Approval } from "@/lib/domain/approval/approval";
import { approvalDecision, approvalEnd, approvalRequest } from "@/lib/domain/approval/approval-schema";
import { APPROVALS_PREFIX, type ApprovalFile, approvalKey, parseApprovalFolder } from "@/lib/domain/bucket-keys";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { ApprovalId } from "@/lib/domain/ids";
import { type RestorePlan, restorePlan } from "@/lib/domain/restore-plan";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readRecord, toJson } from "./json-record";

/** Newest first. */
export async function listApprovalIds(records: ObjectStore): Promise<ApprovalId[]> {
  const folders = await records.listFolders(APPROVALS_PREFIX);
  return folders.flatMap((folder) => parseApprovalFolder(folder) ?? []).reverse();
}

/** All that was said of it so far. @throws AppError not-found, record-invalid */
export async function readApproval(records: ObjectStore, id: ApprovalId): Promise<Approval> {
  const { value: request } = await readRecord(records, approvalKey(id, "request"), approvalRequest, `request ${id}`);
  // Of one that was carried over from another folder nobody here has said a word.
  if (request.id !== id)
    throw new AppError("record-invalid", { key: approvalKey(id, "request"), detail: `it is request ${request.id}` });
  const [decision, end] = await Promise.all([
    readIfThere(records, id, "decision", approvalDecision),
    readIfThere(records, id, "end", approvalEnd),
  ]);
  return { request, decision, end };
}

export async function readApprovalPlan(records: ObjectStore, id: ApprovalId): Promise<RestorePlan> {
  return (await readRecord(records, approvalKey(id, "plan"), restorePlan, `the plan of request ${id}`)).value;
}

/** Of several that write the same one, one succeeds. @throws AppError object-exists */
export async function writeApprovalFile(
  records: ObjectStore,
  id: ApprovalId,
  file: ApprovalFile,
  value: object,
): Promise<void> {
  await records.put(approvalKey(id, file), toJson(value), { onlyIf: "absent", contentType: "application/json" });
}

async function readIfThere<T>(
  records: ObjectStore,
  id: ApprovalId,
  file: ApprovalFile,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    return (await readRecord(records, approvalKey(id, file), schema, `${file} of request ${id}`)).value;
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}
