// What an operation answers with, read back from the API's document: the document is what is tested, and not what it was made of.
import { z } from "zod";

interface Document {
  paths: Record<string, Record<string, { responses: { [status: string]: unknown } }>>;
  components: { schemas: Record<string, unknown> };
}

/** `closed`: a member that the document does not know is refused, where it knows any. */
export function answerOf(
  { paths, components }: Document,
  path: string,
  method: string,
  { closed = true, status = "200" } = {},
): z.ZodType {
  const answer = paths[path]?.[method]?.responses[status] as { content: Record<string, { schema: object }> };
  const whole = { ...answer.content["application/json"]?.schema, $defs: components.schemas };
  const text = JSON.stringify(closed ? close(whole) : whole).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(text));
}

function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)]));
  const isObject = members.type === "object" && members.properties && members.additionalProperties === undefined;
  return isObject ? { ...members, additionalProperties: false } : members;
}
