import { AppError } from "@/lib/domain/errors";
import type { RepositoryName } from "@/lib/domain/ids";
import { WireError } from "./git-wire/wire-error";

/** What went wrong on the wire, in the operator's words; anything else passes unchanged. */
export function wireProblem(error: unknown, repository: RepositoryName, server: string): unknown {
  if (!(error instanceof WireError)) return error;
  const facts = { repository, detail: error.message };
  const told = (code: ConstructorParameters<typeof AppError>[0], more = {}) =>
    new AppError(code, { ...facts, ...more }, { cause: error });
  switch (error.fault) {
    case "cut":
      return told("git-transfer-cut");
    case "protocol":
      return told("git-protocol");
    case "remote":
      // A tip that was deleted between the list and the fetch, and is gone already: the list has to be read again.
      return told(/not our ref/.test(error.message) ? "git-refs-moved" : "git-remote-error");
    case "pack":
      return told("pack-invalid");
    case "incomplete":
      return told("pack-incomplete");
    case "status":
      return statusProblem(error, told, server);
  }
}

function statusProblem(
  error: WireError,
  told: (code: ConstructorParameters<typeof AppError>[0], more?: object) => AppError,
  server: string,
): AppError {
  const status = error.status ?? 0;
  const blocked = status === 451 || /DMCA|blocked|taken? ?down/i.test(error.message);
  if (blocked) return told("repository-blocked");
  if (status === 429 || (status === 403 && error.retryAfterSeconds !== undefined)) {
    return told("github-rate-limited", { until: `${error.retryAfterSeconds ?? 60} s from now` });
  }
  if (status === 401) return told("github-credentials");
  if (status === 403) return told("repository-unavailable");
  if (status === 404) return told("github-not-found", { what: told("repository-unavailable").facts.repository });
  if (status >= 500) return told("github-unreachable", { url: server, detail: `${status} ${error.message}` });
  return told("github-answer", { status, action: "a git request" });
}
