"use client";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { SIZE_CLASS_VIEW, SIZE_CLASSES } from "@/lib/domain/drill";
import { type DrillsNow, describeTask, LAST_DRILL_VIEW, type ReachedTime } from "@/lib/domain/drills-now";
import { plural } from "@/lib/domain/format";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago, Took } from "../parts/times";
import { useNow } from "../shell/clock";
import styles from "./drills.module.css";

/** The last drill, the next one, what it restores; and the recovery time that was reached, by size. */
export function DrillFacts({ drills }: { drills: DrillsNow }) {
  const { task, reached } = drills;
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={200}
      items={[
        { label: "Last drill", value: <Last drills={drills} /> },
        { label: "Next due", value: <NextDue drills={drills} /> },
        { label: "Restores", value: task ? capital(describeTask(task)) : "–" },
        ...SIZE_CLASSES.map((sizeClass) => ({
          label: `Recovery time: ${SIZE_CLASS_VIEW[sizeClass].label}`,
          value: <Reached time={reached.find((each) => each.sizeClass === sizeClass)} />,
        })),
      ]}
    />
  );
}

function Last({ drills: { last } }: { drills: DrillsNow }) {
  if (!last) return <>–</>;
  const { label, indicator } = LAST_DRILL_VIEW[last.state];
  const { run, started_at, finished_at } = last.drill;
  return (
    <>
      <StatusIndicator type={indicator}>{label}</StatusIndicator>
      <Quiet>
        <RouteLink href={`/runs/${run}`}>
          <Ago at={finished_at ?? started_at} />
        </RouteLink>
      </Quiet>
    </>
  );
}

function NextDue({ drills: { dueAt, intervalDays } }: { drills: DrillsNow }) {
  const now = useNow();
  if (!intervalDays) return <>No target is set</>;
  const target = <Quiet>Target: one that passes every {plural(intervalDays, "day")}</Quiet>;
  if (!dueAt)
    return (
      <>
        <StatusIndicator type="pending">None has passed yet</StatusIndicator>
        {target}
      </>
    );
  const overdue = Date.parse(dueAt) <= now.getTime();
  return (
    <>
      {overdue ? (
        <StatusIndicator type="warning">
          Overdue since <Ago at={dueAt} />
        </StatusIndicator>
      ) : (
        <Ago at={dueAt} />
      )}
      {target}
    </>
  );
}

function Reached({ time }: { time: ReachedTime | undefined }) {
  if (!time) return <StatusIndicator type="stopped">Not measured yet</StatusIndicator>;
  const { seconds, count, at, run } = time;
  return (
    <>
      <span className={styles.time}>
        <Took ms={seconds * 1000} />
      </span>
      <Quiet>
        {count > 1 ? `The slowest of ${count}` : "One repository"},{" "}
        <RouteLink href={`/runs/${run}`}>
          <Ago at={at} />
        </RouteLink>
      </Quiet>
    </>
  );
}

const Quiet = ({ children }: { children: ReactNode }) => <div className={styles.quiet}>{children}</div>;
