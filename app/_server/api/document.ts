// The API as OpenAPI 3.1: requests by the schemas that the handlers check them with, answers by those that are held against the
// console's own types. Source: OpenAPI Specification 3.1.1.
import "server-only";
import { z } from "zod";
import { failedAnswer } from "@/lib/domain/api/common";
import { apiSchemas } from "@/lib/domain/api/schema";
import { scopeFor, TOKEN_SCOPES } from "@/lib/domain/api-token/token-scope";
import { VERSION } from "@/lib/domain/version";
import { type Described, TAGS } from "./operation";

export type Json = { [name: string]: unknown };

export interface ApiDocument extends Json {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Json> } & Json;
}

export interface DocumentedOperation {
  operationId: string;
  tags: [Described["tag"]];
  summary: string;
  description: string;
  security: [{ token: string[] }];
  parameters?: { name: string; in: "path" | "query"; required: boolean; schema: Json }[];
  requestBody?: { required: boolean; content: { "application/json": { schema: Json; example?: unknown } } };
  responses: Json;
}

export function documentOf(operations: readonly Described[]): ApiDocument {
  const paths: ApiDocument["paths"] = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: documented(operation) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Holdfast",
      version: VERSION,
      description: "Backups of GitHub: what there is, what is proven, and how to restore it. docs/api.md has examples.",
    },
    servers: [{ url: "/api/v1" }],
    tags: TAGS.map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "hf_..., made in Settings, API tokens." },
      },
      headers: { RetryAfter: { description: "Seconds to wait.", schema: { type: "integer" } } },
      responses: REFUSALS,
      schemas: componentSchemas(),
    },
  };
}

function documented(operation: Described): DocumentedOperation {
  const { id, tag, summary, method } = operation;
  const { parameters, body } = requestOf(operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: needs(operation),
    security: [{ token: [scopeOf(operation)] }],
    ...(parameters.length > 0 && { parameters }),
    ...(method === "POST" && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: { "200": { description: "Done", content: contentOf(operation) }, ...refusalsOf(method) },
  };
}

/** The least scope it can be used with. @throws Error for an operation that is for people */
export function scopeOf({ id, actions }: Described): string {
  const scopes = actions.map(scopeFor);
  const least = TOKEN_SCOPES.find((scope) => scopes.includes(scope));
  if (!least || scopes.includes(undefined)) throw new Error(`${id} is for no token`);
  return least;
}

function needs({ actions }: Described): string {
  const by = TOKEN_SCOPES.flatMap((scope) => {
    const of = actions.filter((action) => scopeFor(action) === scope && action !== "view");
    return of.length > 0 ? [`the scope ${scope} to ${of.join(", to ")}`] : [];
  });
  return by.length > 0 ? `Needs ${by.join("; ")}.` : "Needs the scope read.";
}

function requestOf({ input, path, method }: Described): {
  parameters: NonNullable<DocumentedOperation["parameters"]>;
  body: Json;
} {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Json;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  const known = Object.entries(properties).filter(([name]) => method === "GET" || inPath.includes(name));
  const parameters = known.map(([name, schema]) => ({
    name,
    in: inPath.includes(name) ? ("path" as const) : ("query" as const),
    required: inPath.includes(name) || required.includes(name),
    schema,
  }));
  if (!schema.properties) return { parameters, body: schema };
  const rest = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  const body = {
    ...schema,
    properties: Object.fromEntries(rest),
    required: required.filter((name) => !inPath.includes(name)),
  };
  return { parameters, body };
}

function contentOf({ answer, file }: Described): Json {
  const json = { "application/json": { schema: referTo(answer) } };
  return file && file !== "application/json" ? { ...json, [file]: { schema: { type: "string" } } } : json;
}

/** To the named schema, or the schema itself with what is named in it referred to. */
function referTo(answer: z.ZodType): Json {
  const { id } = apiSchemas.get(answer) ?? {};
  if (id) return { $ref: uri(id) };
  if (answer instanceof z.ZodArray) return { type: "array", items: referTo(answer.element as z.ZodType) };
  const { $schema: _, ...schema } = z.toJSONSchema(answer, { unrepresentable: "any" }) as Json;
  return schema;
}

const uri = (id: string) => `#/components/schemas/${id}`;

function componentSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(apiSchemas, { uri, unrepresentable: "any" });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, open(schema) as Json]),
  );
}

/** A client that is written today takes an answer that says more tomorrow. */
function open(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(open);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).filter(([name, value]) => name !== "additionalProperties" || value !== false);
  return Object.fromEntries(members.map(([name, value]) => [name, open(value)]));
}

const refusal = (description: string, more: Json = {}) => ({
  description,
  content: { "application/json": { schema: referTo(failedAnswer) } },
  ...more,
});

const REFUSALS = {
  Invalid: refusal("The request is not valid; the message names the field. Or it has a token and a session."),
  NoToken: refusal("No token, or one that is not taken; the message says why.", {
    headers: { "WWW-Authenticate": { description: "Bearer", schema: { type: "string" } } },
  }),
  NotAllowed: refusal("Beyond the token's scope, or its maker's role."),
  NotFound: refusal("There is no such thing, or no such address."),
  TooLarge: refusal("The body is too large."),
  NotJson: refusal("The body is not JSON by its content type."),
  TooMany: refusal("Too many requests in a short time.", {
    headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } },
  }),
  Failed: refusal("It could not be done, or the state is another one by now (409). The code says which."),
};

const refusalsOf = (method: Described["method"]): Json => {
  const to = (name: keyof typeof REFUSALS) => ({ $ref: `#/components/responses/${name}` });
  return {
    "400": to("Invalid"),
    "401": to("NoToken"),
    "403": to("NotAllowed"),
    "404": to("NotFound"),
    ...(method === "POST" && { "413": to("TooLarge"), "415": to("NotJson") }),
    "429": to("TooMany"),
    default: to("Failed"),
  };
};
