// Who may do what with a request, decided by the server at the act, and by the pages to explain a button. Each gives the reason
// against, or undefined.
import { AppError } from "../errors";
import type { RunId } from "../ids";
import { directoryOf } from "../person-id";
import { may } from "../role";
import { type Approval, approvalState, type NamedPerson } from "./approval";
import { decisionFlaw, isRequester, ofOneDirectory } from "./waiting";

type Refusal = AppError | undefined;

/** To approve it or to refuse it: an administrator who did not ask for it, while it waits. */
export function decisionRefusal(approval: Approval, person: NamedPerson, now: Date): Refusal {
  const { id, by } = approval.request;
  switch (decisionFlaw(approval, person, now)) {
    case "closed":
      return closedUnless(approval, ["requested"], now);
    case "own":
      return new AppError("approval-own", { id });
    case "other-directory":
      return new AppError("approval-other-directory", { id, directory: directoryOf(by.id) });
    case "not-admin":
      return notAdmin(person);
    case undefined:
      return undefined;
  }
}

/** To take it back before it is used: whoever asked, and any administrator. */
export function withdrawalRefusal(approval: Approval, person: NamedPerson, now: Date): Refusal {
  const closed = closedUnless(approval, ["requested", "approved"], now);
  if (closed || isRequester(approval, person)) return closed;
  return notAdmin(person);
}

/** To start what it is about: whoever asked, once, exactly this plan, in time. */
export function startRefusal(
  approval: Approval,
  use: { digest: string; person: NamedPerson; run?: RunId },
  now: Date,
): Refusal {
  const { request, decision, end } = approval;
  const { id, by, plan_digest: digest } = request;
  if (digest !== use.digest) return new AppError("approval-other-plan", { id });
  if (!isRequester(approval, use.person)) return new AppError("approval-not-yours", { id, login: by.login });
  // The same press twice: the first one's answer was lost on its way.
  if (end?.end === "used" && end.run === use.run) return undefined;
  if (decision && !isSound(approval))
    return new AppError("approval-unsound", { id, why: "the request and the decision do not belong together" });
  return closedUnless(approval, ["approved"], now);
}

/**
 * What is wrong with an approval that a run names as its own; undefined when all fits together. For whoever carries the run out,
 * and has no clock of those days: everything is told by the objects themselves.
 */
export function flawOf(approval: Approval, digest: string, run: RunId): string | undefined {
  const { request, decision, end } = approval;
  if (request.plan_digest !== digest) return "it is for another plan";
  if (!decision) return "nobody has decided on it";
  if (decision.decision !== "approved") return "it was refused";
  if (!isSound(approval)) return "the request and the decision do not belong together";
  if (end?.end !== "used") return end ? "it was withdrawn" : "it was not taken up when the run was started";
  if (end.run !== run) return `it was used by run ${end.run}`;
  if (!before(end.at, request.until)) return "it had expired when the run was started";
  return undefined;
}

/** The decision is another administrator's, about the same plan, in time. */
function isSound({ request, decision }: Approval): boolean {
  return (
    decision?.plan_digest === request.plan_digest &&
    decision.by.id !== request.by.id &&
    ofOneDirectory(decision.by, request.by) &&
    may(decision.by.role, "approve a plan") &&
    before(decision.at, request.until)
  );
}

const before = (at: string, until: string): boolean => Date.parse(at) < Date.parse(until);

function notAdmin({ role }: NamedPerson): Refusal {
  if (may(role, "approve a plan")) return undefined;
  return new AppError("not-allowed", { role, action: "approve a plan", needed: "admin" });
}

function closedUnless(approval: Approval, states: readonly string[], now: Date): Refusal {
  const state = approvalState(approval, now);
  if (states.includes(state)) return undefined;
  return new AppError("approval-closed", { id: approval.request.id, state: STATE_WORDS[state] });
}

const STATE_WORDS: Record<ReturnType<typeof approvalState>, string> = {
  requested: "not approved yet",
  approved: "approved already",
  refused: "refused",
  withdrawn: "withdrawn",
  expired: "expired",
  used: "used already, for one start",
};
