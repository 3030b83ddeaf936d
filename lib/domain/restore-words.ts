// A restore in a few words, for lists and headings.
import { formatNumber, plural } from "./format";
import { rearmText } from "./plan-words";
import type { RestoreRecord } from "./restore-record";
import type { RestoreRequest } from "./restore-request";

/** What is restored: `acme/api`, `12 repositories`, `heads/fix of acme/api`. */
export function subjectOf(request: RestoreRequest): string {
  switch (request.kind) {
    case "batch":
      return request.repositories === "all"
        ? "all repositories"
        : plural(request.repositories.length, "repository", "repositories");
    case "ref":
      return `${request.ref.replace(/^refs\/(heads\/)?/, "")} of ${request.repository}`;
    case "rearm":
      return request.target;
    default:
      return request.repository;
  }
}

/** Where to: `acme/api-restored`, `other-org`, `a bundle to download`. */
export function destinationOf(request: RestoreRequest): string {
  switch (request.kind) {
    case "repository":
    case "rearm":
      return request.target;
    case "batch": {
      const { organisation, prefix, suffix } = request.naming;
      const names = prefix || suffix ? `${prefix}NAME${suffix}` : "the same names";
      return organisation ? `${organisation}/${names}` : names;
    }
    case "ref":
      return `${request.branch} in ${request.target}`;
    case "export":
      return "a bundle to download";
    case "local":
      return request.directory;
  }
}

/** `acme/api → acme/api-restored`; of a batch how many came through. */
export function restoreResult({ request, counts, check_only: checked }: RestoreRecord): string {
  if (request.kind === "rearm") return rearmText(request.change, request.target);
  const words = `${subjectOf(request)} → ${destinationOf(request)}`;
  if (checked) return `Checked: ${words}`;
  if (request.kind !== "batch" || !counts) return words;
  return `${formatNumber(counts.done + counts.skipped)} of ${plural(counts.total, "repository", "repositories")} restored`;
}
