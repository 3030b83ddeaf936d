import { z } from "zod";
import { act, route } from "@/app/_server/route";
import { askApprovalInput } from "@/lib/domain/approval/approval-input-schema";
import { approvalId } from "@/lib/domain/ids-schema";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import { askApproval } from "@/lib/operations/ask-approval";
import { listApprovals, listOpenApprovals } from "@/lib/operations/read-approvals";

const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: approvalId.optional(),
  /** Only those of which something can still come. */
  open: z.literal("1").optional(),
});

export const GET = route({ action: "view", input: page }, ({ services, input, now }) =>
  input.open ? listOpenApprovals(services, now) : listApprovals(services, input),
);

export const POST = act(
  {
    action: "ask for approval",
    input: askApprovalInput,
    about: ({ request, digest }) => ({
      plan_digest: digest,
      about: `${subjectOf(request)} → ${destinationOf(request)}`,
    }),
    more: async ({ input: { id }, session }) => ({
      approval: { id, asked_by: { id: session.id, login: session.login } },
    }),
  },
  ({ services, input, session, now }) => askApproval(services, input, session, now),
);
