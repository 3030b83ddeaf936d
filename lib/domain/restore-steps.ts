// The steps a restore has, by what is restored. They stand in the plan, in the run's phases and in the receipt's durations.
import type { RestoreKind } from "./restore-request";

export const RESTORE_STEPS = [
  "preflight",
  "read",
  "rebuild",
  "create",
  "actions-off",
  "push",
  "compare",
  "finish",
  "restore",
  "consolidate",
  "store",
  "place",
  "rearm",
  "receipt",
] as const;
export type RestoreStep = (typeof RESTORE_STEPS)[number];

/** The description of the new repository stays a warning until all refs are compared: `finish` comes after `compare`. */
export const STEPS_OF: Record<RestoreKind, readonly RestoreStep[]> = {
  repository: ["preflight", "read", "rebuild", "create", "actions-off", "push", "compare", "finish", "receipt"],
  batch: ["preflight", "restore", "receipt"],
  ref: ["preflight", "read", "rebuild", "push", "compare", "receipt"],
  export: ["read", "rebuild", "consolidate", "store", "receipt"],
  local: ["read", "rebuild", "place", "receipt"],
  rearm: ["preflight", "rearm", "receipt"],
};

/** Where the plan itself cannot be read, its steps still have names. */
export const STEP_TEXT: Record<RestoreStep, string> = {
  preflight: "Ask GitHub whether it can be done",
  read: "Read the bundles and check their SHA-256",
  rebuild: "Rebuild the repository and check every object",
  create: "Create the new repository: private, empty",
  "actions-off": "Switch GitHub Actions off",
  push: "Push every branch and tag",
  compare: "Compare every ref with the backup",
  finish: "Set the default branch, the description and the topics",
  restore: "Restore every repository",
  consolidate: "Make one bundle of the chain",
  store: "Store it for the download",
  place: "Put the repository in its directory",
  rearm: "Change the restored repository",
  receipt: "Write the receipt",
};
