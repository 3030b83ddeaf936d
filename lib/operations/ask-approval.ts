import type { Approval, ApprovalRequest, NamedPerson } from "@/lib/domain/approval/approval";
import type { AskApprovalInput } from "@/lib/domain/approval/approval-views";
import { AppError, hasCode } from "@/lib/domain/errors";
import { type ApprovalId, runIdTime } from "@/lib/domain/ids";
import type { PersonId } from "@/lib/domain/person-id";
import { actionOf } from "@/lib/domain/restore-action";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import { ACTION_ROLE, may } from "@/lib/domain/role";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readApproval, writeApprovalFile } from "./approval-records";
import { type PlanRestore, proposeAsApproved } from "./plan-restore";

export interface AskApproval extends PlanRestore {
  records: ObjectStore;
}

/** The browser proposes the id; one that is older comes from a page that was left open. */
const ID_AGE_MS = 15 * 60_000;

/**
 * Asks another person for their word on this very plan. Whoever asks must be allowed to start it. The same request sent twice
 * is one.
 * @throws AppError not-allowed, input-invalid, plan-changed, approval-not-needed, and as proposeRestore
 */
export async function askApproval(
  deps: AskApproval,
  { id, request, digest, why }: AskApprovalInput,
  { id: number, login, role }: NamedPerson,
  now: Date,
): Promise<ApprovalRequest> {
  const twin = await sameRequest(deps.records, id, number);
  if (twin) return twin.request;
  const action = actionOf(request);
  if (!may(role, action)) throw new AppError("not-allowed", { role, action, needed: ACTION_ROLE[action] });
  if (Math.abs(now.getTime() - runIdTime(id).getTime()) > ID_AGE_MS)
    throw new AppError("input-invalid", { problem: "id: the page is too old, reload it" });
  const { plan, twoPeople } = await proposeAsApproved(deps, request, digest);
  if (!twoPeople) throw new AppError("approval-not-needed");
  const asked: ApprovalRequest = {
    ...{ version: 1, id, act: twoPeople.act, plan_digest: digest },
    about: `${subjectOf(request)} → ${destinationOf(request)}`,
    by: { id: number, login, role },
    at: now.toISOString(),
    until: new Date(now.getTime() + twoPeople.hours * 3_600_000).toISOString(),
    why,
  };
  // The request last: what has none does not exist. A plan that lies there already is an attempt's before, of the same id.
  await writeApprovalFile(deps.records, id, "plan", plan).catch((error: unknown) => {
    if (!hasCode(error, "object-exists")) throw error;
  });
  await writeApprovalFile(deps.records, id, "request", asked);
  return asked;
}

async function sameRequest(records: ObjectStore, id: ApprovalId, person: PersonId): Promise<Approval | undefined> {
  try {
    const found = await readApproval(records, id);
    if (found.request.by.id === person) return found;
    throw new AppError("input-invalid", { problem: "id: it is taken, reload the page" });
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}
