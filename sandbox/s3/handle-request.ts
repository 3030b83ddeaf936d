import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Refusal } from "@/infra/policies/bucket-policy";
import type { Faults } from "@/sandbox/shared/faults";
import { refusalFor } from "@/sandbox/shared/policy";
import type { Principal, Principals } from "@/sandbox/shared/principals";
import { verifySignature } from "@/sandbox/shared/sigv4";
import { ChunkSignatures } from "@/sandbox/shared/sigv4-chunks";
import { handleAdmin } from "./admin";
import { type Authorize, accessDenied, arnOf, contextOf, explicitlyDenied } from "./authorization";
import type { Call, Reply } from "./operations/call";
import { OPERATIONS } from "./operations/operations";
import { type OperationName, requiredAction } from "./operations/required-actions";
import { S3Error } from "./s3-error";
import type { Bucket } from "./store/bucket";
import type { WorldStore } from "./store/world-store";
import { OperationTable } from "./wire/match-operation";
import type { OperationSchema } from "./wire/operation-schema";
import { type ParsedRequest, parseRequest } from "./wire/parse-request";
import { readInput } from "./wire/read-input";
import { RequestBody } from "./wire/request-body";
import { sendError } from "./wire/send-error";
import { encodeOutput } from "./wire/write-output";

export interface Endpoint {
  world: WorldStore;
  region: string;
  principals: Principals;
  authorize: Authorize;
  refusals: readonly Refusal[];
  faults: Faults;
}

/** Answers one request to the endpoint of a region. Never rejects: what goes wrong is answered, or logged. */
export async function handleRequest(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse) {
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  const { world, region } = endpoint;
  try {
    if (await handleAdmin(request, response, endpoint)) return;
    response.setHeader("x-amz-request-id", requestId);
    response.setHeader("x-amz-id-2", "holdfast-sandbox");
    await answer(endpoint, request, response);
  } catch (error) {
    const resource = (request.url ?? "/").split("?")[0] ?? "/";
    sendError(request, response, error, { requestId, resource, region, log: world.log });
  }
}

const TABLE = new OperationTable(Object.keys(OPERATIONS));

/** DeleteObjects with 1,000 of the longest keys, or Complete with 10,000 parts and their checksums. */
const LARGEST_DOCUMENT = 8 * 1024 ** 2;

async function answer(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = parseRequest(request);
  const operation = TABLE.match(parsed);
  if ((await endpoint.faults.intercept(request, response, operation?.name)) === "handled") {
    request.resume();
    return;
  }
  const { principals, region, world } = endpoint;
  const now = world.now();
  const principal = verifySignature(parsed.signed, principals, {
    payloadHash: parsed.payloadHash,
    doubleEncodePath: false,
    now,
    scope: { region, service: "s3" },
  });
  if (!operation) throw unknownOperation(parsed);
  const name = operation.name as OperationName;
  const action = requiredAction(name, parsed.query.get("versionId") ?? undefined);
  const resource = arnOf(parsed.bucket, parsed.key || undefined);
  if (action) demand(endpoint, principal, action, resource, parsed.headers);
  const isSigned = parsed.payloadHash.startsWith("STREAMING-AWS4-");
  const signatures = isSigned ? new ChunkSignatures(parsed.signed, principal) : undefined;
  const body = new RequestBody(request, response, claimsAboutTheBody(name, parsed.headers), signatures);
  const input = await readInput(operation, parsed, () => body.collect(LARGEST_DOCUMENT));
  const call = makeCall(endpoint, parsed, principal, now, { input, body });
  await send(request, response, operation, await OPERATIONS[name](call as Call<never>));
}

/** @throws S3Error AccessDenied when the caller's own policy does not allow it, or the bucket's refuses it */
function demand(
  { authorize, refusals }: Endpoint,
  principal: Principal,
  action: string,
  resource: string,
  headers: ReadonlyMap<string, string>,
): void {
  const context = contextOf(headers);
  if (refusalFor(refusals, { action, resource, context })) throw explicitlyDenied(principal, action, resource);
  if (!authorize(principal, action, resource, context)) throw accessDenied(principal, action, resource);
}

/** The checksum sent with a completion is the object's, not that of the list of parts in the body. */
function claimsAboutTheBody(name: OperationName, headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (name !== "CompleteMultipartUpload") return headers;
  return new Map([...headers].filter(([header]) => !header.startsWith("x-amz-checksum-")));
}

function makeCall(
  endpoint: Endpoint,
  parsed: ParsedRequest,
  principal: Principal,
  now: Date,
  { input, body }: Pick<Call<Record<string, unknown>>, "input" | "body">,
): Call<Record<string, unknown>> {
  const { world, region, authorize } = endpoint;
  const may = (action: string, bucket: string, key?: string) =>
    authorize(principal, action, arnOf(bucket, key), contextOf(parsed.headers));
  return {
    input,
    body,
    world,
    region,
    now,
    headers: parsed.headers,
    bucket: () => findBucket(world, region, parsed.bucket),
    may,
    demand: (action, bucket, key) => demand(endpoint, principal, action, arnOf(bucket, key), parsed.headers),
  };
}

function findBucket(world: WorldStore, region: string, name: string): Bucket {
  const bucket = world.findBucket(name);
  if (!bucket) throw new S3Error("NoSuchBucket", { details: { BucketName: name } });
  if (bucket.region === region) return bucket;
  throw new S3Error("PermanentRedirect", {
    details: { Bucket: name, Endpoint: `s3.${bucket.region}.amazonaws.com` },
    headers: { "x-amz-bucket-region": bucket.region },
  });
}

function unknownOperation({ method, bucket, key, query }: ParsedRequest): S3Error {
  const what = `${method} /${bucket}${key ? "/..." : ""}${query.size > 0 ? `?${[...query.keys()].join("&")}` : ""}`;
  return new S3Error("NotImplemented", { message: `The stand-in does not answer ${what}.` });
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  operation: OperationSchema,
  reply: Reply<object>,
): Promise<void> {
  const { headers, document } = encodeOutput(operation, reply.output ?? {});
  const status = reply.status ?? 200;
  for (const [name, value] of Object.entries({ ...headers, ...reply.headers })) response.setHeader(name, value);
  if (reply.body) {
    response.writeHead(status);
    for (const open of reply.body) await pipeline(open(), response, { end: false });
    response.end();
    return;
  }
  const bodiless = request.method === "HEAD" || status === 204;
  const text = bodiless ? "" : (reply.document ?? document ?? "");
  if (text && !response.hasHeader("content-type")) response.setHeader("content-type", "application/xml");
  if (!bodiless) response.setHeader("content-length", Buffer.byteLength(text));
  response.writeHead(status);
  response.end(text);
}
