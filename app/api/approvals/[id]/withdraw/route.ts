import { z } from "zod";
import { act } from "@/app/_server/route";
import { subjectOfApproval } from "@/lib/domain/audit/audit-approval";
import { approvalId } from "@/lib/domain/ids-schema";
import { readApproval } from "@/lib/operations/approval-records";
import { withdrawApproval } from "@/lib/operations/decide-approval";

export const POST = act(
  {
    action: "withdraw a request",
    input: z.object({ id: approvalId }),
    about: () => ({}),
    more: async ({ services, input }) => subjectOfApproval(await readApproval(services.records, input.id)),
  },
  ({ services, input, session, now }) => withdrawApproval(services, input.id, session, now),
);
