"use client";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { CheckState, PreflightCheck } from "@/lib/domain/preflight-check";
import styles from "./restore.module.css";

const VIEW: Record<CheckState, { label: string; indicator: StatusIndicatorProps.Type; order: number }> = {
  refused: { label: "Refused", indicator: "error", order: 0 },
  warning: { label: "Warning", indicator: "warning", order: 1 },
  unknown: { label: "Not known", indicator: "info", order: 2 },
  ok: { label: "Fine", indicator: "success", order: 3 },
};

/** What GitHub was asked, and how it stands; trouble first. */
export function PreflightList({ checks }: { checks: readonly PreflightCheck[] }) {
  const sorted = [...checks].sort((a, b) => VIEW[a.state].order - VIEW[b.state].order);
  return (
    <ul className={styles.checks} aria-label="Checks with GitHub" data-testid="preflight">
      {sorted.map(({ id, state, text, hint, targets = [] }) => (
        <li key={id}>
          <StatusIndicator type={VIEW[state].indicator}>{VIEW[state].label}</StatusIndicator>
          <div>
            {text}
            {hint && <div className={styles.hint}>{hint}</div>}
            {targets.length > 0 && <div className={styles.hint}>{targets.slice(0, 20).join(", ")}</div>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** In one sentence. */
export function verdictOf(checks: readonly PreflightCheck[]): string {
  const count = (state: CheckState) => checks.filter((each) => each.state === state).length;
  const whole = checks.some(({ state, targets }) => state === "refused" && targets === undefined);
  if (whole) return "GitHub would refuse, as things are";
  if (count("refused") > 0) return "GitHub would refuse some of them, as things are";
  if (count("warning") > 0) return "It can be done, with warnings";
  return "It can be done, as far as GitHub tells";
}
