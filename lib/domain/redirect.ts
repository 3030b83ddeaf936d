// Which redirects are followed. GitHub answers 301 for a renamed repository and 307 for its REST resources; anything that
// leads elsewhere is refused, because what follows carries a token.
import { AppError } from "./errors";

/** What is looked at of a URL; a URL fits. */
export interface Address {
  /** With its colon, e.g. `https:`. */
  protocol: string;
  /** With its port, e.g. `github.com` or `ghe.example:8443`. */
  host: string;
}

const MOST_HOPS = 3;

/** 303 is not among them: it would turn a POST into a GET, which no git server and no REST resource means. */
const FOLLOWED = new Set([301, 302, 307, 308]);

/** Whether an answer says that something is elsewhere. 304 is no redirect. */
export const isRedirect = (status: number): boolean => FOLLOWED.has(status) || status === 303;

/**
 * Passes when a redirect may be followed, with method and body kept: GET and POST, to the same protocol, host and port,
 * `hops` (from 0) times at most three. `what` is what was asked for.
 * @throws AppError github-redirect
 */
export function checkRedirect(
  { status, method, hops, what }: { status: number; method: string; hops: number; what: string },
  from: Address,
  to: Address | undefined,
): void {
  const target = to ? `${to.protocol}//${to.host}` : "nowhere";
  const refuse = (why: string) => new AppError("github-redirect", { what, target, why });
  if (!to) throw refuse("the answer names no address");
  if (to.protocol !== from.protocol || to.host !== from.host) throw refuse("it is another server");
  if (method !== "GET" && method !== "POST") throw refuse(`a ${method} is not sent again elsewhere`);
  if (!FOLLOWED.has(status)) throw refuse(`status ${status} asks for another kind of request`);
  if (hops >= MOST_HOPS) throw refuse(`it was redirected ${MOST_HOPS} times already`);
}
