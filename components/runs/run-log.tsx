"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useEffect, useMemo, useRef, useState } from "react";
import { formatClock } from "@/lib/domain/exact-time";
import { plural } from "@/lib/domain/format";
import { ProblemView } from "../parts/problem";
import { ScrollRegion } from "../parts/scroll-region";
import { useNow } from "../shell/clock";
import { usePreferences } from "../shell/preferences-context";
import { type LogEntry, logEntry } from "./log-line";
import styles from "./runs.module.css";
import { useRunLog } from "./use-run-log";

/** The last lines reach CloudWatch some seconds after the task's end; for so long the log is still asked for. */
const LAST_LINES_MS = 20_000;

/** The worker's own words, as they come. */
export function RunLog({ id, active, endedAt }: { id: string; active: boolean; endedAt: string | undefined }) {
  const now = useNow();
  const awaited = active || (endedAt !== undefined && now.getTime() - Date.parse(endedAt) < LAST_LINES_MS);
  const query = useRunLog(id, awaited);
  const [find, setFind] = useState("");
  const [follow, setFollow] = useState(true);
  const lines = query.data?.lines;
  const entries = useMemo(() => (lines ?? []).map(logEntry), [lines]);
  const shown = useMemo(
    () => entries.filter((entry) => entry.text.toLowerCase().includes(find.toLowerCase())),
    [entries, find],
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={
            entries.length > 0
              ? `(${shown.length === entries.length ? plural(entries.length, "line") : `${shown.length} of ${entries.length}`})`
              : undefined
          }
          actions={
            <SpaceBetween direction="horizontal" size="m" alignItems="center">
              <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>
                Follow
              </Toggle>
              <Input
                type="search"
                value={find}
                onChange={({ detail }) => setFind(detail.value)}
                placeholder="Find in the log"
                ariaLabel="Find in the log"
              />
            </SpaceBetween>
          }
        >
          Log
        </Header>
      }
    >
      {query.error && !query.data ? (
        <ProblemView error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Lines
          entries={shown}
          follow={follow}
          onLeave={() => setFollow(false)}
          empty={emptyText(query.isPending, active, awaited, find)}
        />
      )}
      {query.data && query.data.dropped > 0 && (
        <Box color="text-body-secondary" padding={{ top: "xs" }}>
          {plural(query.data.dropped, "earlier line")} not shown; CloudWatch Logs has the whole.
        </Box>
      )}
    </Container>
  );
}

function emptyText(pending: boolean, active: boolean, awaited: boolean, find: string): string {
  if (pending) return "Reading the log";
  if (find) return "No line matches.";
  if (active) return "The first line comes when the task has started.";
  if (awaited) return "The run has ended; its log is on its way.";
  return "This run left no log, or CloudWatch has dropped it.";
}

/** One pixel of tolerance is not enough: browsers scroll in fractions. */
const AT_END_PX = 24;

function Lines({
  entries,
  follow,
  onLeave,
  empty,
}: {
  entries: LogEntry[];
  follow: boolean;
  onLeave: () => void;
  empty: string;
}) {
  const box = useRef<HTMLElement>(null);
  const count = entries.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is the reason to scroll.
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, count]);
  const onWheel = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current ?? { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
    if (follow && scrollHeight - scrollTop - clientHeight > AT_END_PX) onLeave();
  };
  return (
    <ScrollRegion ref={box} label="Log of the run" className={styles.log} onWheel={onWheel}>
      {count === 0 && <div className={styles.logEmpty}>{empty}</div>}
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no state of its own, and new ones come at the end.
        <Line key={index} entry={entry} />
      ))}
    </ScrollRegion>
  );
}

function Line({ entry }: { entry: LogEntry }) {
  const { zone } = usePreferences();
  return (
    <div className={styles.line} data-level={entry.level}>
      <time dateTime={entry.at}>{formatClock(entry.at, zone, true)}</time>
      <span>
        {entry.level !== "info" && (
          <span className={styles.level}>{entry.level === "warn" ? "Warning: " : "Error: "}</span>
        )}
        {entry.text}
      </span>
    </div>
  );
}
