// What waits for whom. Every page counts it, so that it brings no sentences along; those are in approval-rules.ts.
import { directoryOf, type PersonId } from "../person-id";
import { may } from "../role";
import { type Approval, approvalState, type NamedPerson } from "./approval";

/** What waits for a person: to be decided on, and to be started. */
export function waitingFor(
  approvals: readonly Approval[],
  person: NamedPerson,
  now: Date,
): Record<"decide" | "start", Approval[]> {
  return {
    decide: approvals.filter((each) => decisionFlaw(each, person, now) === undefined),
    start: approvals.filter((each) => isRequester(each, person) && approvalState(each, now) === "approved"),
  };
}

/** What is in the way of deciding on it; undefined when nothing is. */
export function decisionFlaw(
  approval: Approval,
  person: NamedPerson,
  now: Date,
): "closed" | "own" | "other-directory" | "not-admin" | undefined {
  if (approvalState(approval, now) !== "requested") return "closed";
  if (isRequester(approval, person)) return "own";
  if (!ofOneDirectory(approval.request.by, person)) return "other-directory";
  return may(person.role, "approve a plan") ? undefined : "not-admin";
}

/** One person may be known to GitHub and to an identity provider: these two are not two people. */
export const ofOneDirectory = (one: NamedPerson, other: NamedPerson) => directoryOf(one.id) === directoryOf(other.id);

export const isRequester = ({ request }: Approval, person: { id: PersonId }): boolean => request.by.id === person.id;
