// Two people agree on one plan. What each of them says is an object of its own, written once: what is asked for, what another
// person says to it, and how it ended. The state is never stored: it follows from these and from the clock.
import { z } from "zod";
import { approvalId, runId } from "../ids";
import { personId } from "../person-id";
import { ROLES } from "../role";
import { TWO_PEOPLE_ACTS } from "./two-people";

export const namedPerson = z.object({ id: personId, login: z.string(), role: z.enum(ROLES) });
export type NamedPerson = z.infer<typeof namedPerson>;

export const approvalRequest = z.object({
  version: z.literal(1),
  id: approvalId,
  act: z.enum(TWO_PEOPLE_ACTS),
  /** Of the plan, which lies beside it: exactly this is approved, and nothing else. */
  plan_digest: z.string(),
  /** The plan in a few words. */
  about: z.string(),
  by: namedPerson,
  at: z.iso.datetime(),
  /** From then on it can be neither approved nor used. */
  until: z.iso.datetime(),
  /** In the words of whoever asks. */
  why: z.string(),
});
export type ApprovalRequest = z.infer<typeof approvalRequest>;

export const approvalDecision = z.object({
  version: z.literal(1),
  decision: z.enum(["approved", "refused"]),
  plan_digest: z.string(),
  by: namedPerson,
  at: z.iso.datetime(),
  /** What the second person adds. */
  note: z.string().optional(),
});
export type ApprovalDecision = z.infer<typeof approvalDecision>;

/** There is one object for both, so that what was taken back can never be used, and the other way round. */
export const approvalEnd = z.discriminatedUnion("end", [
  z.object({ version: z.literal(1), end: z.literal("used"), run: runId, by: namedPerson, at: z.iso.datetime() }),
  z.object({ version: z.literal(1), end: z.literal("withdrawn"), by: namedPerson, at: z.iso.datetime() }),
]);
export type ApprovalEnd = z.infer<typeof approvalEnd>;

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
