import { randomBytes } from "node:crypto";
import * as model from "@aws-sdk/client-sts";
import type { Statement } from "@/infra/policies/statement";
import type { Principal, Principals } from "../../shared/principals";
import type { TemporaryCredentials } from "../../shared/sigv4";
import { type Account, lastSegment } from "../account";
import { AwsError } from "../aws-error";
import { type Call, operation, type Service, subjects } from "../service";

/** STS: who am I, for which AWS wants valid credentials and no permission; and taking on a role. */
export function stsService(account: Account, principals: Principals): Service {
  return {
    iamPrefix: "sts",
    signingName: "sts",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    invalidInput: "ValidationError",
    model,
    unrestricted: ["GetCallerIdentity"],
    subjects: { AssumeRole: subjects((input: model.AssumeRoleRequest) => [{ resource: input.RoleArn ?? "" }]) },
    operations: {
      GetCallerIdentity: operation((_: model.GetCallerIdentityRequest, call: Call): model.GetCallerIdentityResponse => {
        return {
          Account: account.accountId,
          UserId: `AROA${call.principal.accessKeyId.slice(0, 16)}:sandbox`,
          Arn: callerArn(account, call),
        };
      }),
      AssumeRole: operation((input: model.AssumeRoleRequest, call: Call): model.AssumeRoleResponse => {
        const role = principals.findByName(lastSegment(input.RoleArn ?? ""));
        if (!role?.trusts?.includes(call.principal.name))
          throw new AwsError("AccessDenied", `${input.RoleArn} does not trust ${callerArn(account, call)}`, 403);
        const lent = lend(role, input);
        principals.lend(lent);
        return {
          Credentials: {
            AccessKeyId: lent.accessKeyId,
            SecretAccessKey: lent.secretAccessKey,
            SessionToken: lent.sessionToken,
            Expiration: new Date(lent.expiresAt),
          },
          AssumedRoleUser: {
            AssumedRoleId: `AROA${role.accessKeyId.slice(0, 16)}:${input.RoleSessionName}`,
            Arn: `arn:aws:sts::${account.accountId}:assumed-role/${role.name}/${input.RoleSessionName}`,
          },
        };
      }),
    },
  };
}

/** By real clocks, as signatures are made. Source: AssumeRole of the STS API reference, for the limits. */
function lend(role: Principal, input: model.AssumeRoleRequest): Principal & Required<TemporaryCredentials> {
  const { DurationSeconds: seconds = 3600, Policy: policy } = input;
  if (!(seconds >= 900 && seconds <= 3600))
    throw new AwsError("ValidationError", `1 validation error detected: Value '${seconds}' at 'durationSeconds'`, 400);
  if (policy && policy.length > 2048)
    throw new AwsError("PackedPolicyTooLarge", "the policy of the session is longer than 2048 characters", 400);
  return {
    ...role,
    trusts: [],
    accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(120).toString("base64"),
    expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
    ...(policy && { session: statementsOf(policy) }),
  };
}

function statementsOf(policy: string): Statement[] {
  try {
    const { Statement: statements } = JSON.parse(policy) as { Statement: Omit<Statement, "Sid">[] };
    return statements.map((each) => ({ Sid: "Session", ...each }));
  } catch {
    throw new AwsError("MalformedPolicyDocument", "the policy of the session is no policy", 400);
  }
}

/** Every principal of the sandbox is a role somebody has assumed. */
export function callerArn(account: Account, call: Pick<Call, "principal">): string {
  return `arn:aws:sts::${account.accountId}:assumed-role/${call.principal.name}/sandbox`;
}
