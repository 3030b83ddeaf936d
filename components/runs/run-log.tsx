"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useCallback, useMemo, useState } from "react";
import { formatNumber, plural } from "@/lib/domain/format";
import { LOG_LEVEL_LABEL, LOG_LEVELS, logEntry, matchesLog } from "@/lib/domain/log-line";
import { ProblemView } from "../parts/problem";
import { useUrlParam } from "../parts/use-url-param";
import { useNow } from "../shell/clock";
import { LogLines } from "./log-lines";
import { useLineAnchor } from "./use-line-anchor";
import { useRunLog } from "./use-run-log";

/** The last lines reach CloudWatch some seconds after the task's end; for so long the log is still asked for. */
const LAST_LINES_MS = 20_000;

/** The worker's own words, as they come. What is looked for, and a line one points to, stand in the address. */
export function RunLog({ id, active, endedAt }: { id: string; active: boolean; endedAt: string | undefined }) {
  const now = useNow();
  const awaited = active || (endedAt !== undefined && now.getTime() - Date.parse(endedAt) < LAST_LINES_MS);
  const query = useRunLog(id, awaited);
  const [find = "", setFind] = useUrlParam("log");
  const [levelParam, setLevel] = useUrlParam("level");
  const level = LOG_LEVELS.find((each) => each === levelParam) ?? "info";
  const anchor = useLineAnchor();
  /** Until somebody says: yes, unless the address points to a line. */
  const [followed, setFollow] = useState<boolean>();
  const leave = useCallback(() => setFollow(false), []);
  /** How many lines there were when somebody paused. */
  const [held, setHeld] = useState<number>();
  const { lines, dropped = 0 } = query.data ?? {};
  const entries = useMemo(
    () => (lines ?? []).map((line, index) => ({ ...logEntry(line), number: dropped + index + 1 })),
    [lines, dropped],
  );
  const count = dropped + entries.length;
  const shown = useMemo(
    () => entries.filter((entry) => entry.number <= (held ?? entry.number) && matchesLog(entry, { find, level })),
    [entries, held, find, level],
  );
  const follow = held === undefined && (followed ?? anchor === undefined);
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={entries.length > 0 ? counterOf(shown.length, entries.length) : undefined}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Toggle
                checked={follow}
                onChange={({ detail }) => setFollow(detail.checked)}
                disabled={held !== undefined}
              >
                Follow
              </Toggle>
              {(active || held !== undefined) && (
                <Button
                  iconName={held === undefined ? "pause" : "play"}
                  onClick={() => setHeld(held === undefined ? count : undefined)}
                >
                  {held === undefined ? "Pause" : `Go on: ${plural(count - held, "new line")}`}
                </Button>
              )}
              <Button iconName="download" href={`/api/runs/${id}/log?download=1`} download disabled={count === 0}>
                Download
              </Button>
            </SpaceBetween>
          }
        >
          Log
        </Header>
      }
    >
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="xs">
          <Input
            type="search"
            value={find}
            onChange={({ detail }) => setFind(detail.value)}
            placeholder="Find in the log"
            ariaLabel="Find in the log"
          />
          <Select
            options={LOG_LEVELS.map((each) => ({ value: each, label: LOG_LEVEL_LABEL[each] }))}
            selectedOption={{ value: level, label: LOG_LEVEL_LABEL[level] }}
            onChange={({ detail: { selectedOption } }) =>
              setLevel(selectedOption.value === "info" ? undefined : selectedOption.value)
            }
            ariaLabel="Lines to show"
          />
        </SpaceBetween>
        {query.error && !query.data ? (
          <ProblemView error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <LogLines
            entries={shown}
            follow={follow}
            anchor={anchor}
            onLeave={leave}
            empty={emptyText(query.isPending, active, awaited, find !== "" || level !== "info")}
          />
        )}
        {dropped > 0 && (
          <Box color="text-body-secondary">
            {plural(dropped, "earlier line")} not shown; the download has the whole.
          </Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

const counterOf = (shown: number, all: number): string =>
  `(${shown === all ? plural(all, "line") : `${formatNumber(shown)} of ${formatNumber(all)}`})`;

function emptyText(pending: boolean, active: boolean, awaited: boolean, filtered: boolean): string {
  if (pending) return "Reading the log";
  if (filtered) return "No line matches.";
  if (active) return "The first line comes when the task has started.";
  if (awaited) return "The run has ended; its log is on its way.";
  return "This run left no log, or CloudWatch has dropped it.";
}
