// What the pages about approvals show, and what they send.
import type { Problem } from "../errors";
import type { RestorePlan } from "../restore-plan";
import type { Approval } from "./approval";

export type { AskApprovalInput, DecideApprovalInput } from "./approval-input-schema";

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
