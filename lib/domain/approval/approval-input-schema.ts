// What the pages about approvals send, as the server takes it.
import { z } from "zod";
import { approvalId } from "../ids-schema";
import { restoreRequest } from "../restore-request-schema";
import { MOST_WHY } from "./approval-views";

export const askApprovalInput = z.object({
  id: approvalId,
  request: restoreRequest,
  digest: z.string(),
  why: z.string().trim().min(1, "say why, for whoever is to approve it").max(MOST_WHY),
});
export type AskApprovalInput = z.infer<typeof askApprovalInput>;

export const decideApprovalInput = z.object({
  id: approvalId,
  decision: z.enum(["approved", "refused"]),
  /** Of the plan that was looked at. */
  digest: z.string(),
  /** As typed; to refuse nothing has to be. */
  confirmation: z.string().optional(),
  note: z.string().trim().max(MOST_WHY).optional(),
});
export type DecideApprovalInput = z.infer<typeof decideApprovalInput>;
