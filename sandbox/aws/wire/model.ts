import type { RunTask$ } from "@aws-sdk/client-ecs";
import { NormalizedSchema } from "@smithy/core/schema";

/** The schema of an operation as SDK clients export it: [9, namespace, name, traits, input, output]. */
export type OperationSchema = typeof RunTask$;

export interface OperationModel {
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** Method, path template and status of REST operations. */
  http: [method: string, path: string, status: number] | undefined;
}

/** The model of `name` in a client's exports, or undefined when the service has no such operation. */
export function operationModel(model: object, name: string): OperationModel | undefined {
  const schema = (model as Record<string, unknown>)[`${name}$`];
  if (!isOperationSchema(schema)) return undefined;
  const traits = schema[3] as { http?: OperationModel["http"] } | number;
  return {
    name,
    input: NormalizedSchema.of(schema[4]),
    output: NormalizedSchema.of(schema[5]),
    http: typeof traits === "object" ? traits.http : undefined,
  };
}

/** How the query protocol spells the error `code`: its own code and status, where the model gives them. */
export function queryError(model: object, code: string): [code: string, status: number] | undefined {
  const schema = (model as Record<string, unknown>)[`${code}$`];
  if (!Array.isArray(schema)) return undefined;
  return (schema[3] as { awsQueryError?: [string, number] }).awsQueryError;
}

/** The members of a structure a client must send. The model lists them first and counts them. */
export function requiredMembers(schema: NormalizedSchema): string[] {
  const raw = schema.getSchema() as unknown[];
  return ((raw[4] ?? []) as string[]).slice(0, (raw[6] as number | undefined) ?? 0);
}

function isOperationSchema(schema: unknown): schema is OperationSchema {
  return Array.isArray(schema) && schema[0] === 9;
}
