import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "../shared/faults";
import type { Principals } from "../shared/principals";
import type { Account } from "./account";
import { authenticate, authorize } from "./authorize";
import { AwsError } from "./aws-error";
import type { Service } from "./service";
import type { AwsAnswer, AwsRequest, Exchange } from "./wire/exchange";
import { jsonRpcExchange } from "./wire/json-rpc";
import { queryRpcExchange } from "./wire/query-rpc";
import { readRequest } from "./wire/read-request";
import { restJsonExchange } from "./wire/rest-json";

export interface DispatchOptions {
  account: Account;
  principals: Principals;
  services: Service[];
  faults: Faults;
}

/** Answers one AWS call: protocol, fault hooks, signature, permission, validation, operation; in this order. */
export async function dispatch(options: DispatchOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const request = await readRequest(req).catch((error) => {
    if (error instanceof AwsError) return error;
    throw error;
  });
  if (request instanceof AwsError) return send(res, notAws(request.message, request.status), requestId);
  const exchange = findExchange(options.services, request);
  if (!exchange) return send(res, notAws(NO_PROTOCOL, 404), requestId);
  const operation = `${exchange.service?.iamPrefix ?? "unknown"}:${exchange.operation}`;
  if ((await options.faults.intercept(req, res, operation)) === "handled") return;
  try {
    send(res, exchange.success(await perform(options, request, exchange, requestId), requestId), requestId);
  } catch (error) {
    if (!(error instanceof AwsError)) options.account.log(`${operation} failed: ${detail(error)}`);
    const known = error instanceof AwsError ? error : new AwsError("InternalFailure", String(error), 500);
    send(res, exchange.failure(known, requestId), requestId);
  }
}

async function perform(
  { account, principals }: DispatchOptions,
  request: AwsRequest,
  exchange: Exchange,
  requestId: string,
): Promise<unknown> {
  const principal = authenticate(request, exchange, account, principals);
  const { service } = exchange;
  const operation = service?.operations[exchange.operation];
  if (!service || !operation) {
    const name = `${service?.iamPrefix ?? "?"}:${exchange.operation}`;
    throw new AwsError("UnknownOperationException", `the sandbox does not implement ${name}`);
  }
  const input = authorize(account, principal, service, exchange);
  return operation.run(input, { principal, requestId });
}

function findExchange(services: Service[], request: AwsRequest): Exchange | undefined {
  return (
    jsonRpcExchange(request, services) ??
    restJsonExchange(request, services) ??
    queryRpcExchange(request, services, signedService(request))
  );
}

/** The service in the credential scope, not yet believed. */
function signedService(request: AwsRequest): string | undefined {
  const credential = request.headers.authorization ?? request.query.get("X-Amz-Credential") ?? "";
  return /\/([^/,\s]+)\/aws4_request/.exec(credential)?.[1];
}

const NO_PROTOCOL =
  "this is the AWS stand-in, and the request is in none of its services' protocols; GET /_sandbox/health tells more";

function notAws(message: string, status: number): AwsAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

function send(res: ServerResponse, answer: AwsAnswer, requestId: string): void {
  res.writeHead(answer.status, {
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
    "x-amzn-requestid": requestId,
  });
  res.end(answer.body);
}

function detail(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
