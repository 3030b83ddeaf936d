// One request as a browser sends it, with the bytes that came over the wire and the time until the last of them.
import { Agent, request } from "node:http";

export interface Answered {
  ms: number;
  status: number;
  /** As served: compressed where the server does that. */
  wireBytes: number;
  encoding: string;
}

/** Many at a time, as many browsers have connections of their own. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

export function ask(url: string, cookie: string): Promise<Answered> {
  const began = performance.now();
  const headers = { cookie, "accept-encoding": "gzip, deflate, br, zstd", accept: "text/html,application/json,*/*" };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (answer) => {
      let wireBytes = 0;
      answer.on("data", (chunk: Buffer) => {
        wireBytes += chunk.length;
      });
      answer.once("error", reject);
      answer.once("end", () =>
        resolve({
          ms: performance.now() - began,
          status: answer.statusCode ?? 0,
          wireBytes,
          encoding: answer.headers["content-encoding"] ?? "none",
        }),
      );
    });
    // The server closes what was idle for a while just as it is used again; a browser asks once more.
    asked.once("error", (error) => (asked.reusedSocket ? resolve(ask(url, cookie)) : reject(error)));
    asked.end();
  });
}

/** The value below which `share` of them lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
