// What a host says when it is asked too often, and how long one waits for it. The rules are GitHub's own ("Best practices
// for using the REST API", "Rate limits for the REST API"): `retry-after` is kept, then `x-ratelimit-reset` when nothing
// remains, otherwise at least a minute that doubles; who goes on asking may be banned.

/** What is looked at of an answer, of the REST API and of git alike. */
export interface HostAnswer {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string | number | string[] | undefined>;
  /** The beginning of the body: some limits are told in words only. */
  words?: string;
}

/** primary: the requests of the hour are used up. secondary: too many at once, or too fast. */
export interface Refusal {
  kind: "primary" | "secondary";
  /** As the host says, from now on; undefined when it does not say. */
  waitMs?: number;
}

/** What one request has been through. */
export interface Patience {
  refusals: number;
  waitedMs: number;
}

/** What a host says is left of the hour. */
export interface RequestBudget {
  limit: number;
  remaining: number;
  /** ISO time at which the count begins again. */
  reset: string;
}

const MINUTE_MS = 60_000;
/** "Wait for at least one minute", where no time is given. */
const UNSAID_WAIT_MS = MINUTE_MS;
/** Who is refused again and again waits at least this, doubled each time, however short the time that was given. */
const LEAST_WAIT_MS = 1000;
/** A primary limit begins anew each hour; what lasts longer is for a person to know, not for a run to sleep through. */
const LONGEST_WAIT_MS = 65 * MINUTE_MS;
/** For one request: then it has failed, and says until when it is refused. */
const MOST_REFUSALS = 4;
const MOST_WAITED_MS = 120 * MINUTE_MS;
/** What is said beyond this says nothing: it is no wait that anybody plans, and after enough zeros no time at all. */
const LONGEST_SAID_MS = 366 * 24 * 60 * MINUTE_MS;
/** On top of the wait, up to a tenth of it and never more than this. */
const MOST_JITTER_MS = 10_000;

const LIMIT_WORDS = /rate limit|abuse detection|too many requests/i;

/** The refusal for asking too often that an answer is; undefined for any other answer. */
export function readRefusal({ status, headers, words = "" }: HostAnswer, now: Date): Refusal | undefined {
  if (status !== 403 && status !== 429 && status !== 503) return undefined;
  // Times are the server's: its own clock tells how far away they are.
  const clock = Date.parse(String(headers.date)) || now.getTime();
  const after = retryAfterMs(headers["retry-after"], clock);
  // A server that is out of order may say until when; it is not refusing anybody without that.
  if (status === 503) return after === undefined ? undefined : { kind: "secondary", waitMs: said(after) };
  const reset = String(headers["x-ratelimit-remaining"]) === "0" ? Number(headers["x-ratelimit-reset"]) : Number.NaN;
  if (reset > 0) return { kind: "primary", waitMs: said(Math.max(reset * 1000 - clock, after ?? 0)) };
  if (after !== undefined) return { kind: "secondary", waitMs: said(after) };
  return status === 429 || LIMIT_WORDS.test(words) ? { kind: "secondary" } : undefined;
}

const said = (waitMs: number) => Math.min(Math.max(0, waitMs), LONGEST_SAID_MS);

/**
 * How long a request waits that was refused, in milliseconds; `giveUp` when that would be too long, or was too often.
 * `chance` (0 to 1) spreads those who wait.
 */
export function planWait(refusal: Refusal, patience: Patience, chance: number): { waitMs: number; giveUp: boolean } {
  const { refusals, waitedMs } = patience;
  const asked = refusal.waitMs ?? UNSAID_WAIT_MS * 2 ** refusals;
  const waitMs = Math.max(asked, LEAST_WAIT_MS * 2 ** refusals);
  const giveUp = waitMs > LONGEST_WAIT_MS || refusals >= MOST_REFUSALS || waitedMs + waitMs > MOST_WAITED_MS;
  return { waitMs: waitMs + Math.round(chance * Math.min(waitMs / 10, MOST_JITTER_MS)), giveUp };
}

/** Whether a wait of so long, its spreading included, is one that nobody begins. */
export const isTooLong = (waitMs: number): boolean => waitMs > LONGEST_WAIT_MS + MOST_JITTER_MS;

/** What an answer of the REST API says of the hour's requests; undefined when it says nothing, or speaks of search. */
export function readBudget({ headers }: HostAnswer): RequestBudget | undefined {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  ) as [number, number, number];
  const resource = headers["x-ratelimit-resource"] ?? "core";
  const resetAt = timeOfReset(reset);
  if (resource !== "core" || !(limit > 0) || !(remaining >= 0) || resetAt === undefined) return undefined;
  return { limit, remaining, reset: resetAt };
}

/** Seconds since 1970 as an ISO time; undefined for what is none, or lies beyond the year 9999. */
export function timeOfReset(seconds: number): string | undefined {
  return seconds > 0 && seconds <= LAST_SECOND ? new Date(seconds * 1000).toISOString() : undefined;
}

const LAST_SECOND = Date.UTC(9999, 11, 31) / 1000;

/** Retry-After of RFC 9110, 10.2.3: seconds, or an HTTP date. */
function retryAfterMs(value: HostAnswer["headers"][string], clock: number): number | undefined {
  if (value === undefined) return undefined;
  const text = String(value).trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - clock);
}
