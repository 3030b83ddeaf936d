"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "next/link";
import { type DayCell, monthOf } from "@/lib/domain/month";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { ROW_STATE_VIEW } from "@/lib/domain/snapshot-row";
import { useNow } from "../shell/clock";
import styles from "./overview.module.css";

/** One cell a day: a gap is as visible as a failure. */
export function MonthStrip({ rows }: { rows: SnapshotRow[] }) {
  const days = monthOf(rows, useNow());
  return (
    <Container
      header={
        <Header variant="h2" description="The worst snapshot of each day, in UTC">
          Last 30 days
        </Header>
      }
    >
      <div className={styles.month}>
        <ol className={styles.strip}>
          {days.map((day) => (
            <li key={day.date}>
              <Cell day={day} />
            </li>
          ))}
        </ol>
      </div>
      <div className={styles.stripAxis} aria-hidden="true">
        <span>{days[0]?.date}</span>
        <span>today</span>
      </div>
      <div className={styles.legend} aria-hidden="true">
        {LEGEND.map(({ state, label }) => (
          <span key={state}>
            <i className={styles.day} data-state={state} /> {label}
          </span>
        ))}
      </div>
    </Container>
  );
}

const LEGEND = [
  { state: "complete", label: "Complete" },
  { state: "partial", label: "Partial" },
  { state: "unfinished", label: "Unfinished or unreadable" },
  { state: "none", label: "No backup" },
];

function Cell({ day }: { day: DayCell }) {
  const label = day.state === "none" ? "no backup" : ROW_STATE_VIEW[day.state].label.toLowerCase();
  const more = day.snapshots > 1 ? `, ${day.snapshots} snapshots` : "";
  const text = `${day.date}: ${label}${more}`;
  if (!day.worst) {
    return <span className={styles.day} data-state="none" role="img" aria-label={text} title={text} />;
  }
  return (
    <Link
      className={styles.day}
      data-state={day.state}
      href={`/snapshots/${day.worst}`}
      aria-label={text}
      title={text}
      prefetch={false}
    />
  );
}
