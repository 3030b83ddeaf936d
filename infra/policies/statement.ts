// A statement of an IAM policy as plain data: the stacks attach it, the specs judge it, and the sandbox may evaluate it,
// all without CDK. The Sid says in one word what the statement is for.
export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export const allow = (
  Sid: string,
  Action: string[],
  Resource: string[],
  Condition?: Statement["Condition"],
): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** `prefixes` are key beginnings such as `runs/`; none means every key. */
export const objects = (bucketArn: string, ...prefixes: string[]): string[] =>
  prefixes.length === 0 ? [`${bucketArn}/*`] : prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
