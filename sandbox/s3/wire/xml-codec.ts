import { XmlCodec } from "@aws-sdk/core/protocols";
import { FromStringShapeDeserializer, ToStringShapeSerializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";

/** S3's XML and header values, by the SDK's own codecs: what the client writes the server reads, and the other way. */
export const xmlCodec = {
  read(schema: NormalizedSchema, bytes: Uint8Array): unknown {
    return codec.createDeserializer().read(schema, bytes);
  },

  /** A whole document, with its declaration. */
  write(schema: NormalizedSchema, value: unknown): string {
    const serializer = codec.createSerializer();
    serializer.write(schema, value);
    return `${XML_DECLARATION}${serializer.flush()}`;
  },
};

export const headerCodec = {
  read(schema: NormalizedSchema, text: string): unknown {
    return new FromStringShapeDeserializer(SETTINGS).read(schema, text);
  },

  write(schema: NormalizedSchema, value: unknown): string {
    const serializer = new ToStringShapeSerializer(SETTINGS);
    serializer.write(schema, value);
    return serializer.flush();
  },
};

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const XML_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

const SETTINGS = {
  // 5 is date-time (ISO 8601), smithy's number for it: S3's default in documents.
  timestampFormat: { useTrait: true, default: 5 as const },
  httpBindings: true,
  xmlNamespace: XML_NAMESPACE,
  serviceNamespace: "com.amazonaws.s3",
};

const codec = new XmlCodec(SETTINGS);
