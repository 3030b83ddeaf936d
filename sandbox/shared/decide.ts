import { noteDecision } from "./grant-log";
import { grantFor, permits, type Question } from "./policy";
import type { Principal } from "./principals";

/** Whether the caller may, by what its role is granted and its session leaves of it. @throws as grantFor */
export function decide({ name, allow, session }: Principal, question: Question): boolean {
  if (session && !permits(session, question)) return false;
  const grant = grantFor(allow, question);
  if (grant) noteDecision(name, question.action, typeof grant === "object" ? grant.Sid : grant);
  return grant !== undefined;
}

/** That the caller was refused what it asked for; whoever only looked whether it might has not asked. */
export const noteRefusal = ({ name }: Principal, action: string): void => noteDecision(name, action, undefined);
