import type { NormalizedSchema } from "@smithy/core/schema";

/**
 * Shapes a value for JSON as the model describes it: dates become seconds since 1970, bytes base64. Members the model
 * does not know stay behind, so that operations may return records with members of their own.
 */
export function writeShape(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (schema.isStructSchema()) return writeStruct(schema, value as Record<string, unknown>);
  if (schema.isListSchema()) {
    return (value as unknown[]).map((each) => writeShape(schema.getValueSchema(), each));
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(entries.map(([key, each]) => [key, writeShape(schema.getValueSchema(), each)]));
  }
  if (schema.isTimestampSchema()) return (value as Date).getTime() / 1000;
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString("base64");
  return value;
}

function writeStruct(schema: NormalizedSchema, value: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const written = writeShape(member, value[name]);
    if (written !== undefined) result[name] = written;
  }
  return result;
}
