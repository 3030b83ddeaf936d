import type { Approval } from "../approval/approval";
import type { PersonId } from "../person-id";
import type { AuditSubject } from "./audit-entry";

/** Both people of a request, as the audit trail names them. */
export function bothOf({ request, decision }: Approval): AuditSubject["approval"] {
  const approver = decision?.decision === "approved" ? decision.by : undefined;
  return { id: request.id, asked_by: named(request.by), ...(approver && { approved_by: named(approver) }) };
}

/** What is done with a request is about its plan. */
export const subjectOfApproval = (approval: Approval): AuditSubject => ({
  about: approval.request.about,
  plan_digest: approval.request.plan_digest,
  approval: bothOf(approval),
});

const named = ({ id, login }: { id: PersonId; login: string }) => ({ id, login });
