import type { IncomingMessage, ServerResponse } from "node:http";
import { SignatureError } from "@/sandbox/shared/sigv4";
import { S3Error } from "../s3-error";
import { escapeXml, XML_DECLARATION } from "./xml-codec";

export interface ErrorContext {
  requestId: string;
  resource: string;
  region: string;
  log: (line: string) => void;
}

/** Answers with S3's error document, or cuts the connection when the answer had begun: half an object must not look whole. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  context: ErrorContext,
): void {
  // A client that left is no failure of the server's, and there is nobody to tell.
  if (response.destroyed || request.socket.destroyed) return;
  if (response.headersSent) {
    context.log(`s3: ${request.method} ${context.resource} broke off: ${String(error)}`);
    response.destroy();
    return;
  }
  const known = asS3Error(error, context);
  const bodiless = request.method === "HEAD" || known.status === 304;
  const document = bodiless ? "" : errorDocument(known, context);
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
  if (!bodiless) response.setHeader("content-type", "application/xml");
  if (known.status !== 304) response.setHeader("content-length", Buffer.byteLength(document));
  // Whoever waits for "100 Continue" may or may not send the body now: only a new connection is unambiguous.
  if (request.headers.expect && !request.complete) response.setHeader("connection", "close");
  response.writeHead(known.status);
  response.end(document);
  // The client may still be sending; unless its bytes are taken it never gets to read the answer.
  request.resume();
}

interface KnownError {
  status: number;
  code: string;
  message: string;
  details: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
}

function asS3Error(error: unknown, { region, requestId, log }: ErrorContext): KnownError {
  if (error instanceof S3Error) return error;
  if (error instanceof SignatureError) {
    const { status, code, message } = error;
    const details: Record<string, string> = code === "AuthorizationHeaderMalformed" ? { Region: region } : {};
    return { status, code, message, details, headers: {} };
  }
  log(`s3: request ${requestId} failed inside: ${error instanceof Error ? error.stack : String(error)}`);
  return new S3Error("InternalError");
}

function errorDocument(error: KnownError, { requestId, resource }: ErrorContext): string {
  const elements = {
    Code: error.code,
    Message: error.message,
    ...error.details,
    Resource: resource,
    RequestId: requestId,
    HostId: "holdfast-sandbox",
  };
  const inner = Object.entries(elements).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`);
  return `${XML_DECLARATION}<Error>${inner.join("")}</Error>`;
}
