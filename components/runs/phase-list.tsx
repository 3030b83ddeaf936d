"use client";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Phase, PhaseState } from "@/lib/domain/run-phases";
import styles from "./runs.module.css";

/** The phases of a run, each with its state as an icon that has a name. */
export function PhaseList({ phases }: { phases: Phase[] }) {
  return (
    <ol className={styles.phases} aria-label="Phases">
      {phases.map(({ id, text, state }) => (
        <li key={id} data-state={state} aria-current={state === "current" ? "step" : undefined}>
          <StatusIndicator type={PHASE_VIEW[state].indicator}>
            <span className="visually-hidden">{PHASE_VIEW[state].label}: </span>
          </StatusIndicator>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

const PHASE_VIEW: Record<PhaseState, { label: string; indicator: StatusIndicatorProps.Type }> = {
  done: { label: "Done", indicator: "success" },
  current: { label: "Going on", indicator: "in-progress" },
  "not-reached": { label: "Not reached", indicator: "not-started" },
  stopped: { label: "Stopped", indicator: "stopped" },
  waiting: { label: "Waiting", indicator: "pending" },
  failed: { label: "Ended here", indicator: "error" },
};
