import type { IncomingMessage } from "node:http";

/**
 * What a careless server says: it quotes the credentials it was sent. `{authorization}` stands for the whole header, `{token}`
 * for what is in it: the password of basic credentials, or what stands behind the scheme.
 */
export function echoed(text: string, { headers: { authorization = "" } }: IncomingMessage): string {
  return text.replaceAll("{authorization}", authorization).replaceAll("{token}", tokenIn(authorization));
}

/** The credential in an Authorization header: a bearer token or JWT, or the password of basic credentials, whatever the user name. */
export function tokenIn(authorization: string): string {
  const [, scheme = "", credentials = ""] = /^(\S+)\s+(.*)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== "basic") return credentials;
  const text = Buffer.from(credentials, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}
