import type { NormalizedSchema } from "@smithy/core/schema";
import { S3Error } from "../s3-error";
import type { Addressed } from "./match-operation";
import { type Member, membersOf, type OperationSchema } from "./operation-schema";
import { headerCodec, xmlCodec } from "./xml-codec";

/**
 * The operation's input as the SDK types it, from path, query, headers and document. `readDocument` is called only when
 * the operation has one that is not a stream. @throws S3Error when a member is missing or cannot be read.
 */
export async function readInput(
  operation: OperationSchema,
  request: Addressed,
  readDocument: () => Promise<Buffer>,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const member of operation.members) {
    const value = await readMember(member, request, readDocument);
    if (value !== undefined) input[member.name] = value;
    else if (member.required) throw missing(member);
  }
  return input;
}

async function readMember(member: Member, request: Addressed, readDocument: () => Promise<Buffer>): Promise<unknown> {
  const { httpQuery, httpHeader, httpPrefixHeaders, httpPayload } = member.traits;
  if (member.name === "Bucket") return request.bucket;
  if (member.name === "Key") return request.key;
  if (httpQuery) return readText(member, request.query.get(httpQuery) ?? undefined);
  if (httpHeader) return readText(member, request.headers.get(httpHeader.toLowerCase()));
  if (httpPrefixHeaders) return readPrefixed(httpPrefixHeaders, request.headers);
  if (httpPayload && !member.schema.isBlobSchema()) return readPayload(member, await readDocument());
  return undefined;
}

function readText(member: Member, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = headerCodec.read(member.schema, text);
  } catch {
    throw invalid(member, text);
  }
  if (member.schema.isNumericSchema() && (text === "" || !Number.isSafeInteger(value))) throw invalid(member, text);
  return value;
}

function readPrefixed(prefix: string, headers: ReadonlyMap<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of headers) if (name.startsWith(prefix)) found[name.slice(prefix.length)] = value;
  return found;
}

function readPayload(member: Member, document: Buffer): unknown {
  if (member.schema.isStringSchema()) return document.toString("utf8");
  if (document.length === 0) return undefined;
  let value: unknown;
  try {
    value = xmlCodec.read(member.schema, document);
  } catch (cause) {
    throw new S3Error("MalformedXML", { message: `The XML cannot be read: ${String(cause)}` });
  }
  checkRequired(member.schema, value);
  return value;
}

/** Walks the document along its schema: a member that S3 requires and is not there is malformed XML. */
function checkRequired(schema: NormalizedSchema, value: unknown): void {
  if (value === undefined || value === null) return;
  if (schema.isListSchema()) {
    for (const item of value as unknown[]) checkRequired(schema.getValueSchema(), item);
  } else if (schema.isStructSchema()) {
    for (const member of membersOf(schema)) {
      const inner = (value as Record<string, unknown>)[member.name];
      if (inner === undefined && member.required) {
        throw new S3Error("MalformedXML", { message: `${member.name} is missing in ${schema.getName()}.` });
      }
      if (typeof inner === "number" && Number.isNaN(inner)) {
        throw new S3Error("MalformedXML", { message: `${member.name} must be a number.` });
      }
      checkRequired(member.schema, inner);
    }
  }
}

function missing(member: Member): S3Error {
  if (member.traits.httpPayload) return new S3Error("MalformedXML");
  const name = member.traits.httpQuery ?? member.traits.httpHeader ?? member.name;
  return new S3Error("InvalidRequest", { message: `Missing required parameter for this request: '${name}'` });
}

function invalid(member: Member, text: string): S3Error {
  const name = member.traits.httpQuery ?? member.traits.httpHeader ?? member.name;
  return new S3Error("InvalidArgument", {
    message: `The value of ${name} cannot be read.`,
    details: { ArgumentName: name, ArgumentValue: text },
  });
}
