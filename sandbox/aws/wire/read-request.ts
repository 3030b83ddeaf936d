import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AwsError } from "../aws-error";
import type { AwsRequest } from "./exchange";

const unzip = promisify(gunzip);

/** More than any operation here takes: the largest, PutLogEvents and PutMetricData, stop at 1 MiB. */
const LONGEST_BODY = 16 * 1024 * 1024;

/** Reads a request to its end. SDKs compress large bodies, and sign them compressed. @throws AwsError */
export async function readRequest(req: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_BODY) chunks.push(chunk);
  }
  if (size > LONGEST_BODY) throw new AwsError("RequestEntityTooLargeException", "the request is too large", 413);
  const rawBody = Buffer.concat(chunks);
  const url = req.url ?? "/";
  const mark = url.indexOf("?");
  return {
    method: req.method ?? "GET",
    rawPath: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    headers: req.headers,
    rawBody,
    body: req.headers["content-encoding"] === "gzip" ? await decompress(rawBody) : rawBody,
  };
}

async function decompress(body: Buffer): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: LONGEST_BODY });
  } catch {
    throw new AwsError("SerializationException", "the body is not valid gzip, or too large");
  }
}
