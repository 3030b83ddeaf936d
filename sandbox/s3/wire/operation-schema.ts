import * as S3 from "@aws-sdk/client-s3";
import { NormalizedSchema } from "@smithy/core/schema";
import { z } from "zod";

/**
 * One operation as the SDK's own model describes it. The client exports these schemas; reading them here keeps the
 * stand-in's inputs and outputs those of S3 with no second list of members to maintain.
 */
export interface OperationSchema {
  name: string;
  method: string;
  target: "service" | "bucket" | "object";
  /** Query parameters written in the operation's URI; those without a value need only be there. */
  literals: { name: string; value: string | undefined }[];
  /** Required members that travel in the query or in a header: their presence tells operations of one URI apart. */
  requiredQuery: string[];
  requiredHeaders: string[];
  members: Member[];
  output: NormalizedSchema;
}

export interface Member {
  name: string;
  schema: NormalizedSchema;
  traits: HttpTraits;
  required: boolean;
}

/** The traits that say where in a message a member stands. */
export interface HttpTraits {
  httpQuery?: string | undefined;
  httpHeader?: string | undefined;
  httpPrefixHeaders?: string | undefined;
  httpPayload?: unknown;
}

/** @throws Error when the SDK has no such operation or its schema has changed shape: then this module must follow. */
export function operationSchema(name: string): OperationSchema {
  const exported = operationTuple.safeParse((S3 as Record<string, unknown>)[`${name}$`]);
  if (!exported.success) {
    throw new Error(`@aws-sdk/client-s3 exports no schema ${name}$ of the known shape; adapt ${import.meta.url}`);
  }
  const [, , , traits, input, output] = exported.data;
  const [method, uri] = traits.http;
  const [path = "", query = ""] = uri.split("?");
  const members = membersOf(NormalizedSchema.of(input as never));
  const required = members.filter((member) => member.required);
  return {
    name,
    method,
    target: path.includes("{Key+}") ? "object" : name === "ListBuckets" ? "service" : "bucket",
    literals: query.split("&").filter(isDistinguishing).map(parseLiteral),
    requiredQuery: required.flatMap((member) => member.traits.httpQuery ?? []),
    requiredHeaders: required.flatMap((member) => member.traits.httpHeader?.toLowerCase() ?? []),
    members,
    output: NormalizedSchema.of(output as never),
  };
}

/** The members of a structure, the required ones marked; nothing for an operation without input or output. */
export function membersOf(schema: NormalizedSchema): Member[] {
  if (!schema.isStructSchema()) return [];
  const required = requiredMembers(schema);
  return [...schema.structIterator()].map(([name, member]) => ({
    name,
    schema: member,
    traits: httpTraits(member),
    required: required.has(name),
  }));
}

// [kind, namespace, name, traits, input, output]; a structure is [kind, namespace, name, traits, names, schemas, required].
const operationTuple = z.tuple([
  z.literal(9),
  z.string(),
  z.string(),
  z.object({ http: z.tuple([z.string(), z.string(), z.number()]) }),
  z.unknown(),
  z.unknown(),
]);
const structureTuple = z
  .tuple([z.number(), z.string(), z.string(), z.unknown(), z.array(z.string()), z.array(z.unknown())])
  .rest(z.number());

function requiredMembers(schema: NormalizedSchema): Set<string> {
  const structure = structureTuple.safeParse(schema.getSchema());
  if (!structure.success) throw new Error(`the SDK's schema ${schema.getName()} has an unknown shape; adapt membersOf`);
  const [, , , , names, , count = 0] = structure.data;
  // Required members come first.
  return new Set(names.slice(0, count));
}

function httpTraits(schema: NormalizedSchema): HttpTraits {
  const { httpQuery, httpHeader, httpPrefixHeaders, httpPayload } = schema.getMergedTraits() as HttpTraits;
  return { httpQuery, httpHeader, httpPrefixHeaders, httpPayload };
}

/** `x-id` only names the operation; clients other than the SDK do not send it. */
function isDistinguishing(parameter: string): boolean {
  return parameter !== "" && !parameter.startsWith("x-id");
}

function parseLiteral(parameter: string): { name: string; value: string | undefined } {
  const [name = "", value] = parameter.split("=");
  return { name, value };
}
