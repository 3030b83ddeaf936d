// What is typed before something is started or stopped, and when.
import { plural } from "./format";
import type { RunId } from "./ids";
import type { RestorePlan } from "./restore-plan";
import type { RestoreRequest } from "./restore-request";

/** What a person types to start it: exactly this. Undefined where nothing needs to be typed. */
export function confirmationFor({ request, items }: Pick<RestorePlan, "request" | "items">): string | undefined {
  switch (request.kind) {
    case "repository":
    case "ref":
      return request.target;
    case "batch":
      return `restore ${plural(items.length, "repository", "repositories")}`;
    case "rearm":
      return isGrave(request) ? request.target : undefined;
    default:
      return undefined;
  }
}

/** What a person types to stop a run: the end of its id, as the page's heading has it, so that no other run is meant. */
export const confirmationToStop = (run: RunId): string => `stop ${run.slice(run.lastIndexOf("-") + 1)}`;

/** Deletes, or shows to everybody: what cannot be taken back. */
export function isGrave(request: RestoreRequest): boolean {
  if (request.kind !== "rearm") return false;
  const { change } = request;
  return change.action === "delete" || (change.action === "set-visibility" && change.visibility === "public");
}
