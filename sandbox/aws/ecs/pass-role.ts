import { decide, noteRefusal } from "../../shared/decide";
import { type Account, lastSegment } from "../account";
import { AwsError } from "../aws-error";
import type { Call } from "../service";
import { callerArn } from "../sts/sts-service";

/**
 * Whoever makes ECS act as a role must be allowed to pass it: without iam:PassRole, starting a task would be a way to
 * become any role. `service` is who will act as it.
 *
 * @throws AwsError AccessDeniedException
 */
export function checkPassRole(
  account: Account,
  call: Call,
  roles: (string | undefined)[],
  service: "ecs-tasks.amazonaws.com" | "scheduler.amazonaws.com" = "ecs-tasks.amazonaws.com",
): void {
  for (const role of roles) {
    if (!role) continue;
    const arn = role.startsWith("arn:") ? role : `arn:aws:iam::${account.accountId}:role/${lastSegment(role)}`;
    const context = { "iam:PassedToService": service };
    if (decide(call.principal, { action: "iam:PassRole", resource: arn, context })) continue;
    noteRefusal(call.principal, "iam:PassRole");
    throw new AwsError(
      "AccessDeniedException",
      `User: ${callerArn(account, call)} is not authorized to perform: iam:PassRole on resource: ${arn} because no identity-based policy allows the iam:PassRole action`,
    );
  }
}
