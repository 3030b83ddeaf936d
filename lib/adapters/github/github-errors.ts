import { RequestError } from "@octokit/request-error";
import { AppError } from "@/lib/domain/errors";
import { timeOfReset } from "@/lib/domain/host-limit";

/** Any failure of a GitHub call in the operator's words. `action` completes "GitHub refused to ...". */
export function githubError(cause: unknown, action: string, url: string): AppError {
  if (cause instanceof AppError) return cause;
  // What our own fetch refuses comes wrapped.
  if (cause instanceof Error && cause.cause instanceof AppError) return cause.cause;
  if (!(cause instanceof RequestError)) {
    const detail = cause instanceof Error ? deepestMessage(cause) : String(cause);
    return new AppError("github-unreachable", { url, detail }, { cause });
  }
  if (cause.response === undefined) {
    return new AppError("github-unreachable", { url, detail: deepestMessage(cause) }, { cause });
  }
  const { status, response } = cause;
  const headers = response.headers;
  const detail = messageOf(response.data) ?? cause.message;
  if (status === 401) return new AppError("github-credentials", { detail }, { cause });
  if (status === 429 || (status === 403 && (headers["retry-after"] || headers["x-ratelimit-remaining"] === "0"))) {
    return new AppError("github-rate-limited", { until: limitEnd(headers) }, { cause });
  }
  if (status === 451) return new AppError("repository-blocked", { repository: action, detail }, { cause });
  if (status === 403) {
    const needed = headers["x-accepted-github-permissions"];
    return new AppError(
      "github-forbidden",
      { action, detail, needed: needed === undefined ? "see docs/security.md" : String(needed) },
      { cause },
    );
  }
  if (status >= 500) return new AppError("github-unreachable", { url, detail: `${status} ${detail}` }, { cause });
  return new AppError("github-answer", { status, action, detail, request: headers["x-github-request-id"] }, { cause });
}

/** Whether GitHub answered with this status. */
export function hasStatus(cause: unknown, status: number): boolean {
  return cause instanceof RequestError && cause.status === status;
}

/** GitHub puts the telling sentence into `errors[].message` for 422s. */
function messageOf(data: unknown): string | undefined {
  const message = sentenceIn(data);
  if (message === undefined) return undefined;
  const { errors } = data as { errors?: unknown };
  const details = Array.isArray(errors) ? errors.flatMap((each) => sentenceIn(each) ?? []) : [];
  return [message, ...details].join(" ").slice(0, MOST_WORDS);
}

/** The `message` of an answer's body, where it is one. */
export function sentenceIn(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("message" in data)) return undefined;
  return typeof data.message === "string" ? data.message : undefined;
}

/** GitHub's sentences are short; what is longer was made so. */
const MOST_WORDS = 1000;

function limitEnd(headers: Record<string, string | number | undefined>): string {
  const after = Number(headers["retry-after"]);
  if (Number.isFinite(after) && after > 0) return `${after} s from now`;
  return timeOfReset(Number(headers["x-ratelimit-reset"])) ?? "a minute from now";
}

function deepestMessage(error: Error): string {
  return error.cause instanceof Error
    ? deepestMessage(error.cause)
    : (error.message || error.name).slice(0, MOST_WORDS);
}
