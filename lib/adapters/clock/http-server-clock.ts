import { AppError } from "@/lib/domain/errors";
import type { ServerClock } from "@/lib/ports/server-clock";

const TIMEOUT_MS = 10_000;

/** By the Date header of any HTTP answer, which RFC 9110 gives to the second. */
export class HttpServerClock implements ServerClock {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async skewSeconds(): Promise<number> {
    const before = Date.now();
    let answer: Response;
    try {
      answer = await fetch(this.url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw new AppError("github-unreachable", { url: this.url, detail: String((cause as Error).message) }, { cause });
    }
    const served = Date.parse(answer.headers.get("date") ?? "");
    // The header is cut to the second: half of one is its middle.
    return Number.isNaN(served) ? 0 : ((before + Date.now()) / 2 - (served + 500)) / 1000;
  }
}
