import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../aws-error";
import { requiredMembers } from "./model";

/**
 * Reads a value off the wire as the model describes it: dates become Date, blobs bytes. What does not fit is refused
 * with the path of the offending member. Stricter than AWS in one point: a member the model does not know is refused
 * too, for AWS would ignore it, and a misspelt member is a bug to find here.
 *
 * @throws AwsError with `invalidCode`
 */
export function readShape(schema: NormalizedSchema, value: unknown, invalidCode: string): unknown {
  return new ShapeReader(invalidCode).read(schema, value, "");
}

class ShapeReader {
  private readonly invalidCode: string;

  constructor(invalidCode: string) {
    this.invalidCode = invalidCode;
  }

  read(schema: NormalizedSchema, value: unknown, path: string): unknown {
    if (schema.isUnitSchema()) return {};
    if (schema.isStructSchema()) return this.readStruct(schema, this.record(value, path), path);
    if (schema.isListSchema()) return this.readList(schema, value, path);
    if (schema.isMapSchema()) return this.readMap(schema, this.record(value, path), path);
    if (schema.isTimestampSchema()) return this.readTimestamp(value, path);
    if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), "base64"));
    if (schema.isBooleanSchema()) return this.expect(value, typeof value === "boolean", "a boolean", path);
    if (schema.isNumericSchema()) return this.readNumber(value, path);
    if (schema.isStringSchema()) return this.expect(value, typeof value === "string", "a string", path);
    return value;
  }

  private readStruct(schema: NormalizedSchema, value: Record<string, unknown>, path: string): unknown {
    const result: Record<string, unknown> = {};
    const known = new Set<string>();
    for (const [name, member] of schema.structIterator()) {
      known.add(name);
      const raw = value[name];
      if (raw !== undefined && raw !== null) result[name] = this.read(member, raw, join(path, name));
    }
    for (const name of requiredMembers(schema)) {
      if (result[name] === undefined) this.refuse(`missing required member '${join(path, name)}'`);
    }
    for (const name of Object.keys(value)) {
      if (!known.has(name)) this.refuse(`unknown member '${join(path, name)}'; check its spelling against the API`);
    }
    return result;
  }

  private readList(schema: NormalizedSchema, value: unknown, path: string): unknown[] {
    const list = this.expect(value, Array.isArray(value), "a list", path) as unknown[];
    return list.map((each, index) => this.read(schema.getValueSchema(), each, `${path}[${index}]`));
  }

  private readMap(schema: NormalizedSchema, value: Record<string, unknown>, path: string): unknown {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, each]) => [key, this.read(schema.getValueSchema(), each, join(path, key))]),
    );
  }

  private readTimestamp(value: unknown, path: string): Date {
    // JSON has seconds since 1970, forms have ISO 8601.
    const date = new Date(typeof value === "number" ? value * 1000 : String(value));
    if (Number.isNaN(date.getTime())) this.refuse(`'${path}' must be a timestamp`);
    return date;
  }

  private readNumber(value: unknown, path: string): number {
    if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
    return this.expect(value, typeof value === "number", "a number", path) as number;
  }

  private record(value: unknown, path: string): Record<string, unknown> {
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return this.expect(value, isRecord, "an object", path) as Record<string, unknown>;
  }

  private expect(value: unknown, holds: boolean, what: string, path: string): unknown {
    if (!holds) this.refuse(`'${path || "the input"}' must be ${what}`);
    return value;
  }

  private refuse(what: string): never {
    throw new AwsError(this.invalidCode, what);
  }
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
