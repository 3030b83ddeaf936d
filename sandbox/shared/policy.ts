// IAM's answer to "may this caller do that to this?", for identity policies made of Allow statements and bucket policies
// that refuse. It knows the conditions that Holdfast's policies use and no other: one it does not know is an error, never an allow.
// Source: "Policy evaluation logic" and "IAM JSON policy elements: Condition operators" of the IAM user guide.
import type { Refusal } from "@/infra/policies/bucket-policy";
import type { Statement } from "@/infra/policies/statement";

/** A statement, or an action in IAM's words ("s3:PutObject", "ecs:*") that is granted on every resource. */
export type Grant = string | Statement;

export interface Question {
  action: string;
  /** ARN; `*` where the operation knows no resources. */
  resource: string;
  /** Condition keys of the request, e.g. `ecs:cluster`. */
  context?: Readonly<Record<string, string | undefined>>;
}

/** @throws as grantFor */
export const permits = (grants: readonly Grant[], question: Question): boolean =>
  grantFor(grants, question) !== undefined;

/** The first that allows it. @throws Error when a statement about the action has a condition that is not known here */
export function grantFor(grants: readonly Grant[], question: Question): Grant | undefined {
  return grants.find((grant) => {
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

/** `actual` is undefined where the request does not have the key. */
type Operator = (wanted: string, actual: string | undefined) => boolean;

/** Holds for no request that does not have the key. */
const present =
  (compare: (wanted: string, actual: string) => boolean): Operator =>
  (wanted, actual) =>
    actual !== undefined && compare(wanted, actual);

/** Parts of an ARN are compared each for itself, so that `*` in the account does not reach into the resource. */
const arnLike = present((wanted, actual) => {
  const [pattern, arn] = [arnParts(wanted), arnParts(actual)];
  return pattern.length === arn.length && pattern.every((part, index) => fits(part, arn[index] ?? ""));
});

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: present((wanted, actual) => wanted === actual),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  // "true": the request must not have the key. "false": it must, whatever its value.
  Null: (wanted, actual) => (actual === undefined) === (wanted === "true"),
};

/** All keys must hold; of a key's values, one. */
function conditionsHold(
  { Sid, Condition = {} }: Pick<Statement, "Sid" | "Condition">,
  context: NonNullable<Question["context"]>,
): boolean {
  return Object.entries(Condition).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`the statement ${Sid} has the condition ${name}, which the sandbox does not know`);
    return Object.entries(keys).every(([key, wanted]) => {
      const actual = context[key];
      return [wanted].flat().some((value) => operator(value, actual));
    });
  });
}

/**
 * The first of a bucket's refusals that meets the question, whoever asks.
 * @throws Error when one about the action has a condition, or a condition key, that is not known here: what cannot be judged
 * must not pass for allowed
 */
export function refusalFor(refusals: readonly Refusal[], question: Question): Refusal | undefined {
  const { context = {} } = question;
  return refusals.find((refusal) => {
    if (!refusal.Action.some((pattern) => fits(pattern, question.action, "i"))) return false;
    const keys = Object.values(refusal.Condition ?? {}).flatMap((each) => Object.keys(each));
    const unknown = keys.find((key) => !(key in context));
    if (unknown) throw new Error(`the refusal ${refusal.Sid} asks for ${unknown}, which the sandbox does not know`);
    return refusal.Resource.some((pattern) => fits(pattern, question.resource)) && conditionsHold(refusal, context);
  });
}

const arnParts = (arn: string): string[] => {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
};

/** `*` stands for any run of characters, `?` for one; `${*}`, `${?}` and `${$}` for the character itself. */
function fits(pattern: string, text: string, flags = ""): boolean {
  const source = pattern.replace(/\$\{([*?$])\}|[.+^${}()|[\]\\*?]/g, (found, itself?: string) => {
    if (itself) return `\\${itself}`;
    if (found === "*") return ".*";
    return found === "?" ? "." : `\\${found}`;
  });
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}
