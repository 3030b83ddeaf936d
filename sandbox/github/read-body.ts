import type { IncomingMessage } from "node:http";

const LONGEST_BODY = 4 * 1024 * 1024;

export class BodyTooLarge extends Error {}

/** The whole body of a request as text. Reads to the end even when it is too large, so that an answer can be sent. */
export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_BODY) chunks.push(chunk);
  }
  if (size > LONGEST_BODY) throw new BodyTooLarge(`the body has ${size} bytes; send at most ${LONGEST_BODY}`);
  return Buffer.concat(chunks).toString("utf8");
}
