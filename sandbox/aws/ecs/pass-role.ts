import { allows } from "../../shared/principals";
import { type Account, lastSegment } from "../account";
import { AwsError } from "../aws-error";
import type { Call } from "../service";
import { callerArn } from "../sts/sts-service";

/**
 * Whoever makes ECS act as a role must be allowed to pass it: without iam:PassRole, starting a task would be a way to
 * become any role.
 *
 * @throws AwsError AccessDeniedException
 */
export function checkPassRole(account: Account, call: Call, roles: (string | undefined)[]): void {
  for (const role of roles) {
    if (!role || allows(call.principal, "iam:PassRole")) continue;
    const arn = role.startsWith("arn:") ? role : `arn:aws:iam::${account.accountId}:role/${lastSegment(role)}`;
    throw new AwsError(
      "AccessDeniedException",
      `User: ${callerArn(account, call)} is not authorized to perform: iam:PassRole on resource: ${arn} because no identity-based policy allows the iam:PassRole action`,
    );
  }
}
