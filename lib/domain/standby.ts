// A standby is a console on the replica, for the day the primary's region is gone: it restores, and starts nothing else.
import type { Action } from "./role";

export const STANDBY_SENTENCE = "This is a standby: it restores only.";
export const STANDBY_ALARMS = "This is a standby: the alarms stand in the primary's region.";

const NOT_THERE: readonly Action[] = ["start a backup", "start a proof", "start a drill", "hold a snapshot"];

/** Why a standby's console does not offer this; undefined where it does. */
export const standbyRefusal = (action: Action): string | undefined =>
  NOT_THERE.includes(action) ? STANDBY_SENTENCE : undefined;
