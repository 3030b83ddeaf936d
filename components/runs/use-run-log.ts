"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { POLL_MS, poll } from "../polling";
import { readLogPage } from "./queries";

export interface LogState {
  lines: { at: string; message: string }[];
  cursor?: string;
  available: boolean;
  /** Lines left out at the beginning, so that a talkative run does not fill the browser. */
  dropped: number;
}

const KEPT_LINES = 5000;
/** Pages asked for in one go; a longer log comes with the next poll. */
const PAGES_AT_ONCE = 5;

/** The log so far; while more is awaited each poll brings what was added. */
export function useRunLog(id: string, awaited: boolean) {
  const queries = useQueryClient();
  const queryKey = ["run-log", id];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => readOn(id, queries.getQueryData<LogState>(queryKey), signal),
    refetchInterval: poll<LogState>(() => (awaited ? POLL_MS.log : false)),
    staleTime: 0,
  });
}

async function readOn(id: string, before: LogState | undefined, signal: AbortSignal): Promise<LogState> {
  let state = before ?? { lines: [], available: false, dropped: 0 };
  for (let round = 0; round < PAGES_AT_ONCE; round++) {
    const page = await readLogPage(id, state.cursor, signal);
    const lines = [...state.lines, ...page.lines];
    const over = Math.max(0, lines.length - KEPT_LINES);
    state = {
      lines: over > 0 ? lines.slice(over) : lines,
      cursor: page.cursor || undefined,
      available: page.available,
      dropped: state.dropped + over,
    };
    if (page.lines.length === 0) break;
  }
  return state;
}
