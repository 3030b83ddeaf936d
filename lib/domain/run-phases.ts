// What a run does one after the other, and how far it is.
import { RESTORE_STEPS, type RestorePlan, type RestoreStep } from "./restore-plan";
import { RUN_STATE_VIEW, type RunRecord } from "./run";

export type PhaseState = "done" | "current" | "waiting" | "failed";

export interface Phase {
  id: string;
  text: string;
  state: PhaseState;
}

/** `phase` in a backup's record, in order. */
export const BACKUP_PHASES = [
  { id: "list", text: "List every repository the App can see" },
  { id: "capture", text: "Capture what has changed" },
  { id: "manifest", text: "Write the manifest: from here on the snapshot exists" },
  { id: "metrics", text: "Publish the metrics" },
] as const;

/** Where the plan itself cannot be read, its steps still have names. */
const RESTORE_TEXT: Record<RestoreStep, string> = {
  read: "Read the bundles and check their SHA-256",
  rebuild: "Rebuild the repository and check every object",
  create: "Create the new repository: private, empty",
  "actions-off": "Switch GitHub Actions off",
  push: "Push every branch and tag",
  "default-branch": "Set the default branch",
  compare: "Compare every ref with the backup",
  receipt: "Write the receipt",
};

/** The phases of a run. `planned` are the steps of a restore as they were approved. */
export function phasesOf(record: RunRecord, planned?: RestorePlan["steps"]): Phase[] {
  const list = record.kind === "restore" ? restorePhases(planned) : BACKUP_PHASES;
  const current = list.findIndex((phase) => phase.id === record.phase);
  return list.map(({ id, text }, index) => ({ id, text, state: stateOf(record, current, index) }));
}

function restorePhases(planned: RestorePlan["steps"] | undefined): { id: string; text: string }[] {
  return planned
    ? planned.map(({ step, text }) => ({ id: step, text }))
    : RESTORE_STEPS.map((step) => ({ id: step, text: RESTORE_TEXT[step] }));
}

function stateOf({ state, phase }: RunRecord, current: number, index: number): PhaseState {
  if (phase === "done" || state === "succeeded" || state === "partial") return "done";
  if (index < current) return "done";
  if (index > current) return "waiting";
  return RUN_STATE_VIEW[state].terminal ? "failed" : "current";
}
