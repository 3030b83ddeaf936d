import * as model from "@aws-sdk/client-sts";
import type { Account } from "../account";
import { type Call, operation, type Service } from "../service";

/** STS: who am I. As in AWS it needs valid credentials and no permission. */
export function stsService(account: Account): Service {
  return {
    iamPrefix: "sts",
    signingName: "sts",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    invalidInput: "ValidationError",
    model,
    unrestricted: ["GetCallerIdentity"],
    operations: {
      GetCallerIdentity: operation((_: model.GetCallerIdentityRequest, call: Call): model.GetCallerIdentityResponse => {
        return {
          Account: account.accountId,
          UserId: `AROA${call.principal.accessKeyId.slice(0, 16)}:sandbox`,
          Arn: callerArn(account, call),
        };
      }),
    },
  };
}

/** Every principal of the sandbox is a role somebody has assumed. */
export function callerArn(account: Account, call: Pick<Call, "principal">): string {
  return `arn:aws:sts::${account.accountId}:assumed-role/${call.principal.name}/sandbox`;
}
