// Passes every request on and counts them. Only for counting: it costs time, so nothing is timed through it.
import { createServer, request } from "node:http";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";

export interface CountingProxy {
  url: string;
  /** Requests so far. */
  readonly count: number;
  close(): Promise<void>;
}

export async function startCountingProxy(to: string): Promise<CountingProxy> {
  let count = 0;
  const server = createServer((asked, answer) => {
    count++;
    const { method, url, headers } = asked;
    // The headers as they are: the Host header is signed.
    const on = request(new URL(url ?? "/", to), { method, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    on.once("error", () => answer.destroy());
    asked.pipe(on);
  });
  const url = await listenOnLoopback(server, 0, "the counting proxy");
  return {
    url,
    get count() {
      return count;
    },
    close: () => closeServer(server),
  };
}
