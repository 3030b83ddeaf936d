import * as iam from "aws-cdk-lib/aws-iam";
import type { Statement } from "../policies/statement";
import { WILDCARD_REASONS } from "../policies/wildcard-reasons";
import { acknowledge } from "./acknowledge";

/**
 * Gives `role` exactly these statements.
 * @throws Error when a statement has a wildcard in its resources and nobody has written down why
 */
export function attach(role: iam.Role, statements: Statement[]): void {
  for (const statement of statements) {
    role.addToPolicy(iam.PolicyStatement.fromJson(statement));
    for (const resource of statement.Resource.filter((each) => each.includes("*"))) {
      acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, reasonFor(statement));
    }
  }
}

function reasonFor({ Sid }: Statement): string {
  const reason = WILDCARD_REASONS[Sid];
  if (reason) return reason;
  throw new Error(
    `the statement ${Sid} names its resources with a wildcard and no reason; narrow it, or give the reason in infra/policies/wildcard-reasons.ts`,
  );
}
