import { isGrave } from "./confirmation";
import type { RestoreRequest } from "./restore-request";
import type { Act } from "./role";

/** What somebody must be allowed to do to start this. The server asks for it, also when a run is retried. */
export function actionOf(request: RestoreRequest): Act {
  if (request.kind === "export") return "download a backup";
  if (request.kind !== "rearm") return "restore a repository";
  return isGrave(request) ? "delete or publish a restored repository" : "change a restored repository";
}
