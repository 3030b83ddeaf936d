import { z } from "zod";
import { route } from "@/app/_server/route";
import { approvalId } from "@/lib/domain/ids-schema";
import { openApproval } from "@/lib/operations/read-approvals";

export const GET = route({ action: "view", input: z.object({ id: approvalId }) }, ({ services, input, now }) =>
  openApproval(services, input.id, now),
);
