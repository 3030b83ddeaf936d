import { checkRedirect, isRedirect } from "@/lib/domain/redirect";

/** A silent server must not hang a run; REST answers are small. */
const REQUEST_TIMEOUT_MS = 60_000;

/** `fetch` for whatever carries a token: bounded in time, body included, ended by `signal`, and with redirects followed on the same server only. */
export function sameServerFetch(signal?: AbortSignal): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const first = new URL(url);
    const method = init.method ?? "GET";
    let at = first;
    for (let hops = 0; ; hops++) {
      const signals = [AbortSignal.timeout(REQUEST_TIMEOUT_MS), ...(signal ? [signal] : [])];
      const answer = await fetch(at, { ...init, redirect: "manual", signal: AbortSignal.any(signals) });
      const { status } = answer;
      if (!isRedirect(status)) return answer;
      await answer.body?.cancel();
      const location = answer.headers.get("location");
      const to = location === null ? null : URL.parse(location, at);
      checkRedirect({ status, method, hops, what: `${method} ${first.pathname}` }, first, to ?? undefined);
      at = to as URL;
    }
  };
}
