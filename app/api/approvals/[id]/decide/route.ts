import { act } from "@/app/_server/route";
import type { Approval } from "@/lib/domain/approval/approval";
import { decideApprovalInput } from "@/lib/domain/approval/approval-input-schema";
import { bothOf, subjectOfApproval } from "@/lib/domain/audit/audit-approval";
import { readApproval } from "@/lib/operations/approval-records";
import { decideApproval } from "@/lib/operations/decide-approval";

export const POST = act(
  {
    action: ({ decision }) => (decision === "approved" ? "approve a plan" : "refuse a plan"),
    input: decideApprovalInput,
    // Whoever has just lost the role is not to use what is left of it.
    fresh: true,
    about: ({ digest }) => ({ plan_digest: digest }),
    more: async ({ services, input }) => subjectOfApproval(await readApproval(services.records, input.id)),
    done: (approval: Approval) => ({ approval: bothOf(approval) }),
  },
  ({ services, input, session, now }) => decideApproval(services, input, session, now),
);
