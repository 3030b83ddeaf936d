// What a run does one after the other, and how far it is.
import type { RestorePlan } from "./restore-plan";
import { STEP_TEXT, STEPS_OF } from "./restore-steps";
import { RUN_STATE_VIEW, type RunRecord } from "./run";

export type PhaseState = "done" | "current" | "waiting" | "failed" | "stopped" | "not-reached";

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

/** `phase` in a verify run's record, in order. */
export const VERIFY_PHASES = [
  { id: "manifests", text: "Read the newest manifests in each bucket and compare them" },
  { id: "choose", text: "Choose what to prove" },
  { id: "prove", text: "Read back, rebuild, check every object, compare every ref" },
  { id: "ledger", text: "Write the proofs down" },
] as const;

/** `phase` in a drill's record, in order. */
export const DRILL_PHASES = [
  { id: "choose", text: "Choose whoever waited longest, of each size" },
  { id: "restore", text: "Restore, compare every ref, measure the time" },
  { id: "remove", text: "Take away what was made" },
] as const;

/** `phase` in a hold's record, in order. */
export const HOLD_PHASES = [
  { id: "manifest", text: "Read what the snapshot has" },
  { id: "copy", text: "Have S3 copy the bundles to where they do not expire with the snapshot" },
] as const;

/** Before them all, shown only while it lasts: another backup is at work. */
const WAIT_PHASE = { id: "wait", text: "Wait for the backup that is at work" };

/** The phases of a run. `planned` are the steps of a restore as they were approved. */
export function phasesOf(record: RunRecord, planned?: RestorePlan["steps"]): Phase[] {
  const list = listOf(record, planned);
  const current = list.findIndex((phase) => phase.id === record.phase);
  return list.map(({ id, text }, index) => ({ id, text, state: stateOf(record, current, index) }));
}

function listOf(record: RunRecord, planned: RestorePlan["steps"] | undefined): readonly { id: string; text: string }[] {
  switch (record.kind) {
    case "restore":
      return restorePhases(record, planned);
    case "verify":
      return VERIFY_PHASES;
    case "drill":
      return DRILL_PHASES;
    case "hold":
      return HOLD_PHASES;
    case "backup":
      return record.phase === WAIT_PHASE.id ? [WAIT_PHASE, ...BACKUP_PHASES] : BACKUP_PHASES;
  }
}

function restorePhases(
  { restore }: RunRecord,
  planned: RestorePlan["steps"] | undefined,
): { id: string; text: string }[] {
  const steps = STEPS_OF[restore?.request.kind ?? "repository"].map((step) => ({ step, text: STEP_TEXT[step] }));
  const phases = (planned ?? steps).map(({ step, text }) => ({ id: step, text }));
  return restore?.check_only ? phases.filter(({ id }) => id === "preflight") : phases;
}

function stateOf({ state, phase }: RunRecord, current: number, index: number): PhaseState {
  if (phase === "done" || state === "succeeded" || state === "partial") return "done";
  if (index < current) return "done";
  const { terminal } = RUN_STATE_VIEW[state];
  if (index > current) return terminal ? "not-reached" : "waiting";
  if (!terminal) return "current";
  return state === "stopped" ? "stopped" : "failed";
}
