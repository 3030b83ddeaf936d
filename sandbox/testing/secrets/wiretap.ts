// Every credential that any stand-in of this process is sent, noted as it comes in: what opened a door is what must not be found
// anywhere else. The stand-ins run in the process of the test; what is theirs is seen before they are asked.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { tokenIn } from "../../shared/sent-credentials";

const REQUESTS = "http.server.request.start";
const SIGNATURE = /\bSignature=([0-9a-f]{64})/;

/** By a name that tells what each is. */
export type Secrets = Map<string, string>;

export class Wiretap {
  readonly heard: Secrets = new Map();
  private readonly listener = (message: unknown) => this.hear((message as { request: IncomingMessage }).request);

  constructor() {
    subscribe(REQUESTS, this.listener);
  }

  stop(): void {
    unsubscribe(REQUESTS, this.listener);
  }

  /** Whether anything of this kind was heard: a search for nothing finds nothing. */
  count(kind: string): number {
    return [...this.heard.keys()].filter((name) => name.startsWith(kind)).length;
  }

  private hear({ headers, url = "" }: IncomingMessage): void {
    const { authorization = "" } = headers;
    if (authorization.startsWith("AWS4-")) {
      this.note("signature", SIGNATURE.exec(authorization)?.[1]);
      return;
    }
    this.note("signature", new URL(url, "http://x").searchParams.get("X-Amz-Signature") ?? undefined);
    const token = tokenIn(authorization.trim());
    this.note(token.startsWith("eyJ") ? "JWT" : token.slice(0, token.indexOf("_") + 1), token);
  }

  private note(kind: string, value: string | undefined): void {
    if (value && ![...this.heard.values()].includes(value)) this.heard.set(`${kind} ${this.heard.size}`, value);
  }
}
