import { createHash } from "node:crypto";
import { decide, noteRefusal } from "../shared/decide";
import { mentionsAction } from "../shared/policy";
import type { Principal, Principals } from "../shared/principals";
import { SignatureError, verifySignature } from "../shared/sigv4";
import type { Account } from "./account";
import { AwsError } from "./aws-error";
import type { Service } from "./service";
import { callerArn } from "./sts/sts-service";
import type { AwsRequest, DenialCodes, Exchange } from "./wire/exchange";

/** Who signed the request. @throws AwsError in the protocol's words when nobody did */
export function authenticate(
  request: AwsRequest,
  exchange: Exchange,
  account: Account,
  principals: Principals,
): Principal {
  try {
    return verifySignature(request, principals, {
      payloadHash: createHash("sha256").update(request.rawBody).digest("hex"),
      doubleEncodePath: true,
      // Signatures are made by real clocks, whatever time the services of the sandbox live in.
      now: new Date(),
      scope: { region: account.region, ...(exchange.service ? { service: exchange.service.signingName } : {}) },
    });
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw new AwsError(denialCode(error, exchange.denial, request), error.message, 403);
  }
}

/**
 * The call's input, if the principal may make it. Who has no permission for the action at all is told so before the input
 * is read.
 *
 * @throws AwsError when the principal is not allowed to call the operation, or the input is none
 */
export function authorize(account: Account, principal: Principal, service: Service, exchange: Exchange): unknown {
  const action = `${service.iamPrefix}:${exchange.operation}`;
  const deny = (what: string, resource?: string) => {
    noteRefusal(principal, what);
    const [code, status] = service.accessDenied ?? exchange.denial.accessDenied;
    const on = resource === undefined ? "" : ` on resource: ${resource}`;
    const caller = callerArn(account, { principal });
    const message = `User: ${caller} is not authorized to perform: ${what}${on} because no identity-based policy allows the ${what} action`;
    return new AwsError(code, message, status);
  };
  if (service.unrestricted?.includes(exchange.operation)) return exchange.input();
  if (!mentionsAction(principal.allow, action)) throw deny(action);
  const input = exchange.input();
  for (const subject of service.subjects?.[exchange.operation]?.of(input) ?? [{ resource: "*" }]) {
    const question = { action, ...subject };
    if (!decide(principal, question)) throw deny(question.action, question.resource);
  }
  return input;
}

function denialCode(error: SignatureError, codes: DenialCodes, request: AwsRequest): string {
  if (error.code === "InvalidAccessKeyId") return codes.unknownKey;
  if (error.code === "ExpiredToken") return codes.expired;
  const signed = request.headers.authorization !== undefined || request.query.has("X-Amz-Algorithm");
  return signed ? codes.badSignature : codes.missingSignature;
}
