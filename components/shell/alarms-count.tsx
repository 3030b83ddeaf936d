"use client";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { type OpenAlarms, openAlarms } from "@/lib/domain/open-alarms";
import { alarmsQuery } from "../alarms/queries";
import { isStale, POLL_MS } from "../polling";
import { useNow } from "./clock";
import { useShellFacts } from "./session-context";
import styles from "./shell.module.css";

/** How many alarms are open, on every page. A standby has none of its own and says nothing. */
export function AlarmsCount() {
  const { standby } = useShellFacts();
  return standby ? null : <Count />;
}

function Count() {
  const query = useQuery(alarmsQuery());
  const now = useNow();
  const stale = isStale(query.dataUpdatedAt, POLL_MS.alarms, now.getTime());
  const { state, count, text } = openAlarms(stale ? undefined : query.data);
  // Nothing was answered yet, and nothing has failed: there is nothing to say.
  const asking = query.isPending;
  const said = useChange(asking ? undefined : text);
  return (
    <>
      <Link
        href="/alarms"
        className={styles.alarms}
        data-state={asking ? "asking" : state}
        data-testid="alarms-count"
        title={asking ? "Asking for the alarms" : text}
      >
        <Icon {...ICONS[asking ? "none" : state]} size="small" />
        <span className={styles.alarmsWord}>{asking ? "Alarms" : text}</span>
        {!asking && (
          <span className={styles.alarmsFigure} aria-hidden="true">
            {state === "unknown" ? "?" : count}
          </span>
        )}
      </Link>
      <span className="visually-hidden" role="status" aria-live="polite">
        {said}
      </span>
    </>
  );
}

/** What is said when it has become another; what was there at first is not news. */
function useChange(text: string | undefined): string {
  const last = useRef<string>(undefined);
  const [said, say] = useState("");
  useEffect(() => {
    if (text === undefined) return;
    if (last.current !== undefined && last.current !== text) say(text);
    last.current = text;
  }, [text]);
  return said;
}

const ICONS: Record<OpenAlarms["state"], { name: IconProps.Name; variant?: IconProps.Variant }> = {
  open: { name: "status-negative", variant: "error" },
  none: { name: "notification" },
  unknown: { name: "status-warning", variant: "warning" },
};
