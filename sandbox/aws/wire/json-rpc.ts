import { AwsError } from "../aws-error";
import type { Service } from "../service";
import { type AwsAnswer, type AwsRequest, type Exchange, JSON_DENIALS } from "./exchange";
import { operationModel, queryError } from "./model";
import { readShape } from "./read-shape";
import { writeShape } from "./write-shape";

/** AWS JSON 1.0 and 1.1: everything goes to `/`, the operation is in X-Amz-Target. */
export function jsonRpcExchange(request: AwsRequest, services: Service[]): Exchange | undefined {
  const target = request.headers["x-amz-target"];
  if (typeof target !== "string") return undefined;
  const dot = target.lastIndexOf(".");
  const service = services.find((each) => each.target === target.slice(0, dot));
  const operation = target.slice(dot + 1);
  const model = service && operationModel(service.model, operation);
  const contentType = `application/x-amz-json-${service?.jsonVersion ?? "1.1"}`;
  return {
    service,
    operation,
    denial: JSON_DENIALS,
    input() {
      if (!service || !model) throw new AwsError("UnknownOperationException", `unknown operation ${target}`);
      return readShape(model.input, parseJson(request.body), service.invalidInput);
    },
    success(output): AwsAnswer {
      const shaped = !model || model.output.isUnitSchema() ? {} : writeShape(model.output, output);
      return { status: 200, headers: { "content-type": contentType }, body: JSON.stringify(shaped ?? {}) };
    },
    failure(error): AwsAnswer {
      const headers: Record<string, string> = { "content-type": contentType };
      // CloudWatch moved here from the query protocol; clients ask for the old code so that old handlers go on working.
      const old = service && queryError(service.model, error.code);
      if (request.headers["x-amzn-query-mode"]) {
        headers["x-amzn-query-error"] = `${old?.[0] ?? error.code};${error.status < 500 ? "Sender" : "Receiver"}`;
      }
      const body = JSON.stringify({ __type: error.code, message: error.message, Message: error.message });
      return { status: error.status, headers, body };
    },
  };
}

/** @throws AwsError when the body is no JSON */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "the body is not valid JSON");
  }
}
