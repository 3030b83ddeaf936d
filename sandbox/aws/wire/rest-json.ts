import type { NormalizedSchema } from "@smithy/core/schema";
import type { AwsError } from "../aws-error";
import type { Service } from "../service";
import { type AwsAnswer, type AwsRequest, type Exchange, REST_DENIALS } from "./exchange";
import { parseJson } from "./json-rpc";
import { type OperationModel, operationModel } from "./model";
import { readShape } from "./read-shape";
import { writeShape } from "./write-shape";

/** REST with JSON bodies: method and path name the operation, members come from path, query and body. */
export function restJsonExchange(request: AwsRequest, services: Service[]): Exchange | undefined {
  for (const service of services) {
    if (service.target || service.xmlNamespace) continue;
    for (const name of Object.keys(service.model)) {
      const model = name.endsWith("$") ? operationModel(service.model, name.slice(0, -1)) : undefined;
      const labels = model?.http && matchPath(model.http, request);
      if (model && labels) return exchange(request, service, model, labels);
    }
  }
  return undefined;
}

function exchange(
  request: AwsRequest,
  service: Service,
  model: OperationModel,
  labels: Record<string, string>,
): Exchange {
  const headers = { "content-type": "application/json" };
  return {
    service,
    operation: model.name,
    denial: REST_DENIALS,
    input() {
      const body = parseJson(request.body) as Record<string, unknown>;
      const value = { ...body, ...queryMembers(model.input, request.query), ...labels };
      return readShape(model.input, value, service.invalidInput);
    },
    success(output): AwsAnswer {
      const shaped = model.output.isUnitSchema() ? {} : writeShape(model.output, output);
      return { status: model.http?.[2] ?? 200, headers, body: JSON.stringify(shaped ?? {}) };
    },
    failure(error: AwsError): AwsAnswer {
      const body = JSON.stringify({ Message: error.message });
      return { status: error.status, headers: { ...headers, "x-amzn-errortype": error.code }, body };
    },
  };
}

/** The labels of `/schedules/{Name}` when method and path fit, else undefined. */
function matchPath(http: NonNullable<OperationModel["http"]>, request: AwsRequest): Record<string, string> | undefined {
  const [method, template] = http;
  if (method !== request.method) return undefined;
  const pattern = (template.split("?")[0] ?? "").split("/");
  const path = request.rawPath.split("/");
  if (pattern.length !== path.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const actual = path[index] ?? "";
    const label = /^\{(.+?)\+?\}$/.exec(part)?.[1];
    if (!label && part !== actual) return undefined;
    if (label) labels[label] = decode(actual);
  }
  return labels;
}

function queryMembers(schema: NormalizedSchema, query: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  if (schema.isUnitSchema()) return members;
  for (const [name, member] of schema.structIterator()) {
    const parameter = member.getMergedTraits().httpQuery;
    const text = parameter === undefined ? null : query.get(parameter);
    if (text !== null) members[name] = member.isNumericSchema() ? Number(text) : text;
  }
  return members;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoding: the name is refused later, as any other that does not exist.
    return text;
  }
}
