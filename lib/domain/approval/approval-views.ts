// What the pages about approvals show, and what they send.
import { z } from "zod";
import type { Problem } from "../errors";
import { approvalId } from "../ids";
import type { RestorePlan } from "../restore-plan";
import { restoreRequest } from "../restore-request";
import type { Approval } from "./approval";

export interface ApprovalPage {
  /** Newest first. */
  approvals: Approval[];
  /** Shown, never hidden. */
  unreadable: { id: string; problem: Problem }[];
  /** Pass as `before` to read on; absent on the last page. */
  next?: string;
}

export interface OpenedApproval extends Approval {
  /** As it was when it was asked for. */
  plan: RestorePlan;
  /** False where the plan does not have the digest that was asked for: somebody has changed it. */
  intact: boolean;
  /** While it is open: why it could not be started now, such as another backup that was made since. */
  outdated?: Problem;
}

/** Characters of what people say. */
export const MOST_WHY = 1000;

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
