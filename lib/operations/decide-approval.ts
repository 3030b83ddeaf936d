import type { Approval, NamedPerson } from "@/lib/domain/approval/approval";
import { decisionRefusal, withdrawalRefusal } from "@/lib/domain/approval/approval-rules";
import type { DecideApprovalInput } from "@/lib/domain/approval/approval-views";
import { confirmationFor } from "@/lib/domain/confirmation";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { ApprovalId } from "@/lib/domain/ids";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readApproval, readApprovalPlan, writeApprovalFile } from "./approval-records";
import { planDigest } from "./digest";

interface Deps {
  records: ObjectStore;
}

/**
 * A second person's word on a request, given once. `digest` is that of the plan they saw; to approve they type what whoever
 * starts it types.
 * @throws AppError not-found, approval-closed, approval-own, not-allowed, approval-other-plan, approval-unsound, confirmation-wrong
 */
export async function decideApproval(
  { records }: Deps,
  { id, decision, digest, confirmation, note }: DecideApprovalInput,
  { id: number, login, role }: NamedPerson,
  now: Date,
): Promise<Approval> {
  const by = { id: number, login, role };
  const approval = await readApproval(records, id);
  const refusal = decisionRefusal(approval, by, now);
  if (refusal) throw refusal;
  if (digest !== approval.request.plan_digest) throw new AppError("approval-other-plan", { id });
  if (decision === "approved") await refuseUnseen(records, approval, confirmation);
  const word = { version: 1, decision, plan_digest: digest, by, at: now.toISOString(), note: note || undefined };
  return settle(
    records,
    id,
    () => writeApprovalFile(records, id, "decision", word),
    (now_) =>
      now_.decision?.by.id === number && now_.decision.decision === decision
        ? undefined
        : decisionRefusal(now_, by, now),
  );
}

/** Takes a request back before it is used. @throws AppError not-found, approval-closed, not-allowed */
export async function withdrawApproval(
  { records }: Deps,
  id: ApprovalId,
  { id: number, login, role }: NamedPerson,
  now: Date,
): Promise<Approval> {
  const by = { id: number, login, role };
  const refusal = withdrawalRefusal(await readApproval(records, id), by, now);
  if (refusal) throw refusal;
  const end = { version: 1, end: "withdrawn", by, at: now.toISOString() };
  return settle(
    records,
    id,
    () => writeApprovalFile(records, id, "end", end),
    (now_) => (now_.end?.end === "withdrawn" ? undefined : withdrawalRefusal(now_, by, now)),
  );
}

/** Writes a word that only one may say, and reads what stands then. Who was not the first gets the reason. */
async function settle(
  records: ObjectStore,
  id: ApprovalId,
  write: () => Promise<void>,
  refusal: (now: Approval) => AppError | undefined,
): Promise<Approval> {
  try {
    await write();
  } catch (error) {
    if (!hasCode(error, "object-exists")) throw error;
  }
  const settled = await readApproval(records, id);
  const refused = refusal(settled);
  if (refused) throw refused;
  return settled;
}

/** What is approved is what the page showed: the plan as it lies there has the digest that was asked for. */
async function refuseUnseen(
  records: ObjectStore,
  { request }: Approval,
  confirmation: string | undefined,
): Promise<void> {
  const { id, plan_digest: digest } = request;
  const plan = await readApprovalPlan(records, id);
  if (planDigest(plan) !== digest)
    throw new AppError("approval-unsound", { id, why: "its plan was changed since it was asked for" });
  const expected = confirmationFor(plan);
  if (expected !== undefined && confirmation !== expected) throw new AppError("confirmation-wrong", { expected });
}
