import { membersOf, type OperationSchema } from "./operation-schema";
import { headerCodec, xmlCodec } from "./xml-codec";

export interface EncodedOutput {
  headers: Record<string, string>;
  document: string | undefined;
}

/** Puts an operation's output where its schema says: headers, prefixed headers, document. Streams are not its business. */
export function encodeOutput(operation: OperationSchema, output: Readonly<Record<string, unknown>>): EncodedOutput {
  const headers: Record<string, string> = {};
  const inDocument: Record<string, unknown> = {};
  let hasDocument = false;
  let document: string | undefined;
  for (const { name, schema, traits } of membersOf(operation.output)) {
    const value = output[name];
    if (traits.httpHeader) {
      if (!isAbsent(value)) headers[traits.httpHeader.toLowerCase()] = headerCodec.write(schema, value);
    } else if (traits.httpPrefixHeaders) {
      for (const [key, text] of Object.entries(value ?? {})) headers[traits.httpPrefixHeaders + key] = String(text);
    } else if (traits.httpPayload) {
      if (!schema.isBlobSchema() && !isAbsent(value)) {
        document = schema.isStringSchema() ? String(value) : xmlCodec.write(schema, value);
      }
    } else {
      hasDocument = true;
      if (value !== undefined) inDocument[name] = value;
    }
  }
  if (hasDocument) document = xmlCodec.write(operation.output, inDocument);
  return { headers, document };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
