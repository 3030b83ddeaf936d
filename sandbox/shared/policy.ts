// IAM's answer to "may this caller do that to this?", for identity policies made of Allow statements. It knows the
// conditions that Holdfast's policies use and no other: one it does not know is an error, never an allow.
// Source: "Policy evaluation logic" and "IAM JSON policy elements: Condition operators" of the IAM user guide.
import type { Statement } from "@/infra/policies/statement";

/** A statement, or an action in IAM's words ("s3:PutObject", "ecs:*") that is granted on every resource. */
export type Grant = string | Statement;

export interface Question {
  action: string;
  /** ARN; `*` where the operation knows no resources. */
  resource: string;
  /** Condition keys of the request, e.g. `ecs:cluster`. */
  context?: Readonly<Record<string, string>>;
}

/** @throws Error when a statement about the action has a condition that is not known here */
export function permits(grants: readonly Grant[], question: Question): boolean {
  return grants.some((grant) => {
    if (!mentions(grant, question.action)) return false;
    if (typeof grant === "string") return true;
    const holds = conditionsHold(grant, question.context ?? {});
    return holds && grant.Resource.some((pattern) => fits(pattern, question.resource));
  });
}

/** Whether any grant is about the action at all, whatever the resource. */
export const mentionsAction = (grants: readonly Grant[], action: string): boolean =>
  grants.some((grant) => mentions(grant, action));

const mentions = (grant: Grant, action: string): boolean =>
  (typeof grant === "string" ? [grant] : grant.Action).some((pattern) => fits(pattern, action, "i"));

type Operator = (wanted: string, actual: string) => boolean;

/** Parts of an ARN are compared each for itself, so that `*` in the account does not reach into the resource. */
const arnLike: Operator = (wanted, actual) => {
  const [pattern, arn] = [arnParts(wanted), arnParts(actual)];
  return pattern.length === arn.length && pattern.every((part, index) => fits(part, arn[index] ?? ""));
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  ArnEquals: arnLike,
  ArnLike: arnLike,
};

/** All keys must hold; of a key's values, one. A key the request does not have does not hold. */
function conditionsHold({ Sid, Condition = {} }: Statement, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(Condition).every(([name, keys]) => {
    // "true": the request must not have the key. "false": it must, whatever its value.
    if (name === "Null")
      return Object.entries(keys).every(([key, none]) => (context[key] === undefined) === (none === "true"));
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`the statement ${Sid} has the condition ${name}, which the sandbox does not know`);
    return Object.entries(keys).every(([key, wanted]) => {
      const actual = context[key];
      return actual !== undefined && [wanted].flat().some((value) => operator(value, actual));
    });
  });
}

const arnParts = (arn: string): string[] => {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
};

/** `*` stands for any run of characters, `?` for one. */
function fits(pattern: string, text: string, flags = ""): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}
