import "server-only";
import type { OperationView, ParameterView } from "@/lib/domain/api/operation-view";
import type { TokenScope } from "@/lib/domain/api-token/token-scope";
import { type ApiDocument, type DocumentedOperation, type Json, scopeOf } from "./document";
import type { Described } from "./operation";

/** Made of the document, so that a person reads what a program does. */
export function viewsOf(document: ApiDocument, operations: readonly Described[]): OperationView[] {
  return operations.flatMap((operation) => {
    const { id, method, path, tag, summary } = operation;
    const documented = document.paths[path]?.[method.toLowerCase()];
    if (!documented) return [];
    const parameters = [...(documented.parameters ?? []).map(parameterView), ...bodyParameters(documented)];
    return [
      {
        ...{ id, method, path, tag, summary, parameters },
        needs: documented.description,
        scope: scopeOf(operation) as TokenScope,
        example: exampleOf(operation),
      },
    ];
  });
}

const parameterView = ({
  name,
  in: place,
  required,
  schema,
}: NonNullable<DocumentedOperation["parameters"]>[number]) => ({
  ...{ name, place, required },
  kind: kindOf(schema),
});

/** Of a body that is one of several, those members that any of them has. */
function bodyParameters({ requestBody }: DocumentedOperation): ParameterView[] {
  const schema = requestBody?.content["application/json"].schema ?? {};
  const choices = (schema.oneOf ?? schema.anyOf ?? [schema]) as Choice[];
  const names = new Set(choices.flatMap(({ properties = {} }) => Object.keys(properties)));
  return [...names].map((name) => ({
    ...{ name, place: "body" },
    required: choices.every(({ required = [] }) => required.includes(name)),
    kind: [...new Set(choices.flatMap(({ properties }) => (properties?.[name] ? kindOf(properties[name]) : [])))].join(
      " or ",
    ),
  }));
}

interface Choice {
  properties?: Record<string, Json>;
  required?: string[];
}

function kindOf(schema: Json): string {
  const { enum: values, const: value, minimum, maximum, type } = schema;
  if (Array.isArray(values)) return values.join(" or ");
  if (value !== undefined) return JSON.stringify(value);
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  return typeof type === "string" ? type : "object";
}

function exampleOf({ path, method, example = {} }: Described): OperationView["example"] {
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(example[name])));
  const rest = Object.fromEntries(Object.entries(example).filter(([name]) => !inPath.has(name)));
  if (method === "POST") return { address: filled, body: JSON.stringify(rest) };
  const query = new URLSearchParams(rest as Record<string, string>).toString().replaceAll("%2F", "/");
  return { address: query ? `${filled}?${query}` : filled };
}
