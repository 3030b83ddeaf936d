import { AwsError } from "../aws-error";
import type { Service } from "../service";
import { type AwsAnswer, type AwsRequest, type Exchange, QUERY_DENIALS } from "./exchange";
import { operationModel, queryError } from "./model";
import { readForm } from "./query-form";
import { element, escapeXml, writeXml } from "./query-xml";
import { readShape } from "./read-shape";

/** The oldest protocol: a form in, XML out. SNS and STS speak nothing else; older clients speak it to CloudWatch. */
export function queryRpcExchange(
  request: AwsRequest,
  services: Service[],
  signedFor: string | undefined,
): Exchange | undefined {
  const form = request.method === "GET" ? request.query : new URLSearchParams(request.body.toString("utf8"));
  const operation = form.get("Action");
  if (!operation) return undefined;
  // Nothing in the form names the service; the credential scope does.
  const service = services.find((each) => each.xmlNamespace && each.signingName === signedFor);
  const model = service && operationModel(service.model, operation);
  const namespace = service?.xmlNamespace ?? "";
  const headers = { "content-type": "text/xml" };
  return {
    service,
    operation,
    denial: QUERY_DENIALS,
    input() {
      if (!service || !model) throw new AwsError("InvalidAction", `the action ${operation} is not valid`);
      return readShape(model.input, readForm(model.input, form), service.invalidInput);
    },
    success(output, requestId): AwsAnswer {
      const inner = !model || model.output.isUnitSchema() ? "" : writeXml(model.output, output ?? {});
      const result = element(`${operation}Result`, inner);
      const body = `<${operation}Response xmlns="${namespace}">${result}${metadata(requestId)}</${operation}Response>`;
      return { status: 200, headers, body };
    },
    failure(error, requestId): AwsAnswer {
      const [code, status] = (service && queryError(service.model, error.code)) ?? [error.code, error.status];
      const type = element("Type", status < 500 ? "Sender" : "Receiver");
      const detail = `${type}${element("Code", code)}${element("Message", escapeXml(error.message))}`;
      const body = `<ErrorResponse xmlns="${namespace}">${element("Error", detail)}${element("RequestId", requestId)}</ErrorResponse>`;
      return { status, headers, body };
    },
  };
}

function metadata(requestId: string): string {
  return element("ResponseMetadata", element("RequestId", requestId));
}
