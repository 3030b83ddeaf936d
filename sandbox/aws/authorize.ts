import { createHash } from "node:crypto";
import { allows, type Principal, type Principals } from "../shared/principals";
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

/** @throws AwsError when the principal is not allowed to call the operation */
export function authorize(account: Account, principal: Principal, service: Service, exchange: Exchange): void {
  const action = `${service.iamPrefix}:${exchange.operation}`;
  if (service.unrestricted?.includes(exchange.operation) || allows(principal, action)) return;
  const [code, status] = service.accessDenied ?? exchange.denial.accessDenied;
  throw new AwsError(
    code,
    `User: ${callerArn(account, { principal })} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    status,
  );
}

function denialCode(error: SignatureError, codes: DenialCodes, request: AwsRequest): string {
  if (error.code === "InvalidAccessKeyId") return codes.unknownKey;
  if (error.code === "ExpiredToken") return codes.expired;
  const signed = request.headers.authorization !== undefined || request.query.has("X-Amz-Algorithm");
  return signed ? codes.badSignature : codes.missingSignature;
}
