import type { PersonId } from "./person-id";
import type { Act } from "./role";
import type { RunRecord } from "./run";

/**
 * What it is to stop this run, when `person` does: their own and what nobody stands for (the schedule's, a command line's) any
 * operator may. By the id and not by the name, which may have been another's; whose id is not told is somebody else.
 */
export function actToStop({ actor, actor_id: id }: Pick<RunRecord, "actor" | "actor_id">, person: PersonId) {
  return (actor === undefined || id === person ? "stop a run" : "stop somebody else's run") satisfies Act;
}
