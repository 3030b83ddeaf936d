// What an installation cannot do, whoever asks for it.
import type { Action } from "./role";
import { STANDBY_SENTENCE } from "./standby";

export interface Place {
  /** Restores only. */
  standby?: boolean;
  /** Whether there is a task that holds snapshots. */
  holds: boolean;
}

const NOT_ON_STANDBY: readonly Action[] = ["start a backup", "start a proof", "start a drill", "hold a snapshot"];

/** Why this is not offered here; undefined where it is. */
export function placeRefusal(action: Action, { standby, holds }: Place): string | undefined {
  if (standby && NOT_ON_STANDBY.includes(action)) return STANDBY_SENTENCE;
  if (action === "hold a snapshot" && !holds)
    return "This console has no task that holds snapshots: deploying the current infra makes it.";
  return undefined;
}
