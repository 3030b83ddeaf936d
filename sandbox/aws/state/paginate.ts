import { AwsError } from "../aws-error";

/** One page of `items`. Tokens are opaque to the client: the offset, written so that nobody counts with it. */
export function paginate<T>(
  items: T[],
  token: string | undefined,
  limit: number,
  invalidTokenCode: string,
): { items: T[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : readToken(token, invalidTokenCode);
  const end = start + Math.max(1, limit);
  return { items: items.slice(start, end), nextToken: end < items.length ? writeToken(end) : undefined };
}

function writeToken(offset: number): string {
  return Buffer.from(`page:${offset}`).toString("base64url");
}

function readToken(token: string, invalidTokenCode: string): number {
  const offset = /^page:(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  if (offset === undefined) throw new AwsError(invalidTokenCode, "The specified next token is not valid.");
  return Number(offset);
}
