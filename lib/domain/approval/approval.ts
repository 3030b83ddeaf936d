// Two people agree on one plan. What each of them says is an object of its own, written once: what is asked for, what another
// person says to it, and how it ended. The state is never stored: it follows from these and from the clock.
import type { ApprovalDecision, ApprovalEnd, ApprovalRequest } from "./approval-schema";

export type { ApprovalDecision, ApprovalEnd, ApprovalRequest, NamedPerson } from "./approval-schema";

/** All that was said. */
export interface Approval {
  request: ApprovalRequest;
  decision?: ApprovalDecision;
  end?: ApprovalEnd;
}

export const APPROVAL_STATES = ["requested", "approved", "refused", "withdrawn", "expired", "used"] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export function approvalState({ request, decision, end }: Approval, now: Date): ApprovalState {
  if (end) return end.end;
  if (decision?.decision === "refused") return "refused";
  if (now.getTime() >= Date.parse(request.until)) return "expired";
  return decision ? "approved" : "requested";
}

interface ApprovalStateView {
  label: string;
  indicator: "pending" | "success" | "error" | "stopped" | "warning";
  explanation: string;
  /** Something can still come of it. */
  open: boolean;
}

export const APPROVAL_STATE_VIEW: Record<ApprovalState, ApprovalStateView> = {
  requested: {
    label: "Waiting for a second person",
    indicator: "pending",
    explanation: "Another administrator has to approve this plan before it can be started.",
    open: true,
  },
  approved: {
    label: "Approved, not started",
    indicator: "warning",
    explanation: "Whoever asked for it can start it, once.",
    open: true,
  },
  refused: {
    label: "Refused",
    indicator: "error",
    explanation: "Nothing was done. It can be asked for anew.",
    open: false,
  },
  withdrawn: {
    label: "Withdrawn",
    indicator: "stopped",
    explanation: "It was taken back before it was started. Nothing was done.",
    open: false,
  },
  expired: {
    label: "Expired",
    indicator: "stopped",
    explanation: "It was not approved and started in time. Nothing was done; it can be asked for anew.",
    open: false,
  },
  used: {
    label: "Started",
    indicator: "success",
    explanation: "The plan was started. An approval is good for one start.",
    open: false,
  },
};

export const isOpen = (approval: Approval, now: Date): boolean =>
  APPROVAL_STATE_VIEW[approvalState(approval, now)].open;
