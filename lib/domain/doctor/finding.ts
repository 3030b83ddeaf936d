// What the doctor says of one thing it looked at.
import type { Problem } from "../errors";

export const FINDING_AREAS = ["apps", "buckets", "schedule", "alarms", "machine"] as const;
export type FindingArea = (typeof FINDING_AREAS)[number];

export const FINDING_AREA_LABEL: Record<FindingArea, string> = {
  apps: "GitHub Apps",
  buckets: "Buckets",
  schedule: "Schedule",
  alarms: "Alarms",
  machine: "This machine",
};

/** problem: backups, restores or alarms do not work as promised. warning: they work, with less safety. unknown: it could not be looked at. */
export const FINDING_STATES = ["problem", "warning", "unknown", "ok"] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export const FINDING_VIEW: Record<
  FindingState,
  { label: string; indicator: "success" | "warning" | "error" | "pending"; order: number }
> = {
  problem: { label: "Problem", indicator: "error", order: 0 },
  warning: { label: "Warning", indicator: "warning", order: 1 },
  unknown: { label: "Not looked at", indicator: "pending", order: 2 },
  ok: { label: "In order", indicator: "success", order: 3 },
};

export interface Finding {
  area: FindingArea;
  /** What was looked at: a bucket, an App, an alarm. */
  subject: string;
  state: FindingState;
  /** A sentence. */
  text: string;
  /** How to mend it; every problem and warning has one. */
  hint?: string;
}

/** Ways to say what was found of one subject. */
export function findingsOf(area: FindingArea, subject: string) {
  return {
    ok: (text: string): Finding => ({ area, subject, state: "ok", text }),
    warning: (text: string, hint: string): Finding => ({ area, subject, state: "warning", text, hint }),
    problem: (text: string, hint: string): Finding => ({ area, subject, state: "problem", text, hint }),
    unknown: (text: string, hint?: string): Finding => ({ area, subject, state: "unknown", text, hint }),
    failed: ({ message, hint }: Problem, state: "problem" | "unknown"): Finding => ({
      area,
      subject,
      state,
      text: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
      hint,
    }),
  };
}

/** Worst first, then by area and subject. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    FINDING_VIEW[a.state].order - FINDING_VIEW[b.state].order ||
    FINDING_AREAS.indexOf(a.area) - FINDING_AREAS.indexOf(b.area) ||
    a.subject.localeCompare(b.subject)
  );
}

/** The whole in one sentence. */
export function verdictOf(findings: Finding[]): string {
  const count = (state: FindingState) => findings.filter((each) => each.state === state).length;
  const named = (number: number, one: string) => (number === 1 ? `1 ${one}` : `${number} ${one}s`);
  const [problems, warnings, unknown] = [count("problem"), count("warning"), count("unknown")];
  const left = unknown > 0 ? ` ${unknown} could not be looked at.` : "";
  if (problems === 0 && warnings === 0)
    return unknown === findings.length ? "Nothing could be looked at." : `Everything looked at is in order.${left}`;
  const found = [problems && named(problems, "problem"), warnings && named(warnings, "warning")].filter(Boolean);
  return `${found.join(" and ")}.${left}`;
}
