"use client";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import Link from "next/link";
import { formatExact } from "@/lib/domain/exact-time";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { RUN_STATE_VIEW, type RunState } from "@/lib/domain/run";
import { type RunBar, runStrip } from "@/lib/domain/run-strip";
import { useNow } from "../shell/clock";
import { usePreferences } from "../shell/preferences-context";
import styles from "./run-strip.module.css";

/** The last runs at a glance, the newest on the right: how long each took, how it ended, and the way to it. */
export function RunStrip({ runs }: { runs: readonly FollowedRun[] }) {
  const bars = runStrip(runs, useNow());
  if (bars.length === 0) return null;
  const states = [...new Set(bars.map(({ state }) => state))];
  return (
    <div className={styles.root} data-testid="run-strip">
      <ol className={styles.strip} aria-label="The last runs, oldest first">
        {bars.map((bar) => (
          <li key={bar.id}>
            <Bar bar={bar} />
          </li>
        ))}
      </ol>
      <div className={styles.legend} aria-hidden="true">
        <span>Height: duration</span>
        {states.map((state) => (
          <span key={state}>
            <StateIcon state={state} /> {RUN_STATE_VIEW[state].label}
          </span>
        ))}
      </div>
    </div>
  );
}

function Bar({ bar: { id, state, at, height, text } }: { bar: RunBar }) {
  const { zone } = usePreferences();
  const told = `${text}; ${formatExact(at, zone)}`;
  return (
    <Link className={styles.bar} href={`/runs/${id}`} aria-label={told} title={told} prefetch={false}>
      <span className={styles.room}>
        <span className={styles.height} data-state={state} style={{ height: `${Math.round(height * 100)}%` }} />
      </span>
      <StateIcon state={state} />
    </Link>
  );
}

const StateIcon = ({ state }: { state: RunState }) => <Icon {...ICONS[state]} size="small" />;

const ICONS: Record<RunState, { name: IconProps.Name; variant: IconProps.Variant }> = {
  queued: { name: "status-pending", variant: "subtle" },
  running: { name: "status-in-progress", variant: "link" },
  succeeded: { name: "status-positive", variant: "success" },
  partial: { name: "status-warning", variant: "warning" },
  failed: { name: "status-negative", variant: "error" },
  stopped: { name: "status-stopped", variant: "subtle" },
  lost: { name: "status-negative", variant: "error" },
};
