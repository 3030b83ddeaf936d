// The identity policies of a synthesised environment, as flat statements with the role they belong to.
import type { EnvironmentStacks } from "../environment-stacks";
import { onlyOne } from "./only-one";
import type { Json, Properties, Synthesised } from "./synthesised";

export interface FoundStatement {
  role: string;
  sid?: string;
  effect: string;
  actions: string[];
  resources: Json[];
  condition?: Json;
}

/** Every statement of every role. `role` is the role's name, or its logical id when it has no fixed name. */
export function identityStatements(environment: Synthesised): FoundStatement[] {
  return stacksOf(environment).flatMap((stack) => statementsIn(environment, stack));
}

/** A logical id means something in its own stack only. */
function statementsIn(environment: Synthesised, stack: keyof EnvironmentStacks): FoundStatement[] {
  const names = new Map(
    environment.resources("AWS::IAM::Role", stack).map(({ id, properties }) => [id, String(properties.RoleName ?? id)]),
  );
  return environment.resources("AWS::IAM::Policy", stack).flatMap(({ properties }) => {
    const role = onlyOne(properties.Roles as Properties[], "role of the policy");
    const document = properties.PolicyDocument as Properties;
    return (document.Statement as Properties[]).map((statement) => ({
      role: names.get(String(role.Ref)) ?? String(role.Ref),
      sid: statement.Sid as string | undefined,
      effect: String(statement.Effect),
      actions: listOf(statement.Action).map(String),
      resources: listOf(statement.Resource),
      condition: statement.Condition,
    }));
  });
}

const stacksOf = ({ stacks }: Synthesised) => Object.keys(stacks) as (keyof EnvironmentStacks)[];

export const listOf = (value: Json | undefined): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** All actions a role has, sorted. */
export const actionsOf = (statements: FoundStatement[], role: string): string[] =>
  [...new Set(statements.filter((each) => each.role === role).flatMap((each) => each.actions))].sort();
