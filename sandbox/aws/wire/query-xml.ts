import type { NormalizedSchema } from "@smithy/core/schema";

/** The XML a query service answers for a structure: `<Name>…</Name>` per member, lists as `<member>`, maps as `<entry>`. */
export function writeXml(schema: NormalizedSchema, value: unknown): string {
  if (schema.isStructSchema()) return writeMembers(schema, value as Record<string, unknown>);
  if (schema.isListSchema()) {
    return (value as unknown[]).map((each) => element("member", writeXml(schema.getValueSchema(), each))).join("");
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(value as Record<string, unknown>);
    return entries
      .map(([key, each]) => {
        const inner = element("key", escapeXml(key)) + element("value", writeXml(schema.getValueSchema(), each));
        return element("entry", inner);
      })
      .join("");
  }
  if (schema.isTimestampSchema()) return (value as Date).toISOString();
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString("base64");
  return escapeXml(String(value));
}

function writeMembers(schema: NormalizedSchema, value: Record<string, unknown>): string {
  let xml = "";
  for (const [name, member] of schema.structIterator()) {
    const each = value[name];
    if (each !== undefined && each !== null) xml += element(name, writeXml(member, each));
  }
  return xml;
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
