import { noteDecision } from "./grant-log";
import { grantFor, type Question } from "./policy";
import type { Principal } from "./principals";

/** Whether the caller may, by what its role is granted. @throws as grantFor */
export function decide({ name, allow }: Principal, question: Question): boolean {
  const grant = grantFor(allow, question);
  if (grant) noteDecision(name, question.action, typeof grant === "object" ? grant.Sid : grant);
  return grant !== undefined;
}

/** That the caller was refused what it asked for; whoever only looked whether it might has not asked. */
export const noteRefusal = ({ name }: Principal, action: string): void => noteDecision(name, action, undefined);
