// What a restored repository is like now, as far as Holdfast knows: as its receipt says, and changed by the runs since.
import { type FollowedRun, isActive } from "./followed-run";
import type { Receipt } from "./receipt";
import type { RearmChange, Visibility } from "./restore-request";
import { VISIBILITIES } from "./restore-request";

export interface RestoredState {
  actionsEnabled: boolean;
  visibility: Visibility;
  archived: boolean;
  deleted: boolean;
}

/** `changes` are runs of kind rearm, oldest first; only those that succeeded count. */
export function restoredState(made: Receipt["target"], changes: readonly FollowedRun[]): RestoredState {
  const state: RestoredState = {
    actionsEnabled: made?.actionsEnabled ?? false,
    visibility: VISIBILITIES.find((each) => each === made?.visibility) ?? "private",
    archived: made?.archived ?? false,
    deleted: false,
  };
  for (const { record } of changes) {
    const change = changeOf(record);
    if (!change || record.state !== "succeeded") continue;
    if (change.action === "enable-actions") state.actionsEnabled = true;
    if (change.action === "set-visibility") state.visibility = change.visibility;
    if (change.action === "archive") state.archived = change.archived;
    if (change.action === "delete") state.deleted = true;
  }
  return state;
}

/** The last run of such a change, whatever became of it. */
export function lastChange(changes: readonly FollowedRun[], action: RearmChange["action"]): FollowedRun | undefined {
  return changes.findLast(({ record }) => changeOf(record)?.action === action);
}

/** One change at a time: what the second would find is not known before the first has ended. */
export const changing = (changes: readonly FollowedRun[]): boolean => changes.some(isActive);

function changeOf({ restore }: FollowedRun["record"]): RearmChange | undefined {
  return restore?.request.kind === "rearm" ? restore.request.change : undefined;
}
