// A run: one execution of the worker. Its record (runs/<id>/run.json) is written by the console when it is asked for and
// by the worker while it goes on; every screen reads it.

export type { PushProgress, RunRecord } from "./run-schema";

export const RUN_KINDS = ["backup", "restore", "verify", "drill", "hold"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** queued: asked for, the task has not begun. lost: its task ended without a last word (seen by follow-run, not stored). */
export const RUN_STATES = ["queued", "running", "succeeded", "partial", "failed", "stopped", "lost"] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface RunStateView {
  label: string;
  indicator: "success" | "warning" | "error" | "stopped" | "pending" | "in-progress" | "info";
  /** No more news will come. */
  terminal: boolean;
}

export const RUN_STATE_VIEW: Record<RunState, RunStateView> = {
  queued: { label: "Starting", indicator: "pending", terminal: false },
  running: { label: "Running", indicator: "in-progress", terminal: false },
  succeeded: { label: "Succeeded", indicator: "success", terminal: true },
  partial: { label: "Partial", indicator: "warning", terminal: true },
  failed: { label: "Failed", indicator: "error", terminal: true },
  stopped: { label: "Stopped", indicator: "stopped", terminal: true },
  lost: { label: "Lost", indicator: "error", terminal: true },
};

export const RUN_KIND_LABEL: Record<RunKind, string> = {
  backup: "Backup",
  restore: "Restore",
  verify: "Verify",
  drill: "Drill",
  hold: "Hold",
};

/** A worker that has not written its record for this long, and whose task is gone, will not write it again. */
export const HEARTBEAT_MS = 15_000;
export const LOST_AFTER_MS = 90_000;
