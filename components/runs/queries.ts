import { type InfiniteData, infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { OpenedRun, RunLogPage, RunPage } from "@/lib/domain/followed-run";
import type { StartRunInput } from "@/lib/domain/restore-proposal";
import type { RunRecord } from "@/lib/domain/run";
import { getJson, postJson } from "../http";
import { listInterval, poll, runInterval } from "../polling";

export const RUNS_PER_PAGE = 50;

export const runsQuery = () =>
  infiniteQueryOptions({
    queryKey: ["runs"],
    queryFn: ({ pageParam, signal }) =>
      getJson<RunPage>("/api/runs", { limit: RUNS_PER_PAGE, before: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    refetchInterval: poll<InfiniteData<RunPage>>((data) =>
      listInterval(data?.pages.flatMap((page) => page.runs) ?? []),
    ),
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["run", id],
    queryFn: ({ signal }) => getJson<OpenedRun>(`/api/runs/${id}`, {}, signal),
    refetchInterval: poll<OpenedRun>((run) => runInterval(run, Date.now())),
  });

export const readLogPage = (id: string, cursor: string | undefined, signal?: AbortSignal): Promise<RunLogPage> =>
  getJson<RunLogPage>(`/api/runs/${id}/log`, { cursor }, signal);

export const startRun = (input: StartRunInput): Promise<RunRecord> => postJson<RunRecord>("/api/runs", input);

export const stopRun = (id: string, confirmation: string): Promise<null> =>
  postJson<null>(`/api/runs/${id}/stop`, { confirmation });
