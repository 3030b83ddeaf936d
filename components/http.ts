// Every call of the browser to this console's API. A failed one is an ApiError with the server's sentence, its hint and the
// reference under which the console's log knows it.
import { PAGE_TOKEN_HEADER, PAGE_TOKEN_META } from "@/lib/domain/page-token";

/** An error answer, or no answer at all (`code` is `no-connection`). */
export class ApiError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly status: number;
  readonly reference: string | undefined;

  constructor(answer: { code: string; message: string; hint: string; status: number; reference?: string }) {
    super(answer.message);
    this.name = "ApiError";
    this.code = answer.code;
    this.hint = answer.hint;
    this.status = answer.status;
    this.reference = answer.reference;
  }
}

const NOT_READ = "Check your network. The page tries again by itself; backups and runs go on without it.";
const NOT_SENT =
  "Check your network and try again. It may have arrived all the same: the page shows it as soon as the console answers.";

/** Whether nobody can tell what became of a request: it may have been carried out. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "no-connection" || error.code === "no-answer");

/** Long enough for a first reading of many manifests; after it the next poll tries again. */
const TIMEOUT_MS = 45_000;

type Query = Record<string, string | number | undefined>;

/** @throws ApiError */
export async function getJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await call(address(path, query), { signal })).json() as Promise<T>;
}

/** @throws ApiError */
export async function getText(path: string, query: Query = {}, signal?: AbortSignal): Promise<string> {
  return (await call(address(path, query), { signal })).text();
}

/** @throws ApiError */
export async function postJson<T>(path: string, body: unknown = {}): Promise<T> {
  const headers = { "content-type": "application/json", [PAGE_TOKEN_HEADER]: pageToken() };
  return (await call(path, { method: "POST", headers, body: JSON.stringify(body) })).json() as Promise<T>;
}

/** A path with those members of `query` that have a value. */
export function address(path: string, query: Query): string {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(entries).toString();
  return text ? `${path}?${text}` : path;
}

function pageToken(): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${PAGE_TOKEN_META}"]`)?.content ?? "";
}

async function call(path: string, init: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(path, { ...init, signal });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError({
      code: "no-connection",
      message: "the console does not answer",
      hint: init.method === "POST" ? NOT_SENT : NOT_READ,
      status: 0,
    });
  }
  if (!response.ok) throw await apiError(response);
  return response;
}

async function apiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const { status } = response;
  if (isAnswer(body)) return new ApiError({ ...body, status });
  return new ApiError({
    code: "no-answer",
    message: `the console answered ${status} without saying why`,
    hint: "Something between you and the console, such as a load balancer, may have answered. Try again in a moment.",
    status,
  });
}

function isAnswer(body: unknown): body is { code: string; message: string; hint: string; reference?: string } {
  return typeof body === "object" && body !== null && "code" in body && "message" in body && "hint" in body;
}
