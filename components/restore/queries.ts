import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DownloadInput, IssuedDownload } from "@/lib/domain/download";
import { type FollowedRun, isActive } from "@/lib/domain/followed-run";
import type { KnownRefs } from "@/lib/domain/known-refs";
import type { OpenedReceipt } from "@/lib/domain/opened-receipt";
import type { RestoreProposal, TargetSuggestion } from "@/lib/domain/restore-proposal";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { Side } from "@/lib/domain/snapshot";
import { getJson, postJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const targetQuery = (repository: string) =>
  queryOptions({
    queryKey: ["restore-target", repository],
    queryFn: ({ signal }) => getJson<TargetSuggestion>("/api/restore/target", { repository }, signal),
    staleTime: 60_000,
  });

/** What the restore would do. Not kept: between two looks a backup may have run. */
export const planQuery = (request: RestoreRequest | undefined) =>
  queryOptions({
    queryKey: ["restore-plan", request],
    queryFn: () => postJson<RestoreProposal>("/api/restore/plan", { request }),
    enabled: request !== undefined,
    staleTime: 10_000,
    retry: false,
  });

interface RefsWanted {
  snapshot: string;
  source: Side;
  repository: string;
  find: string;
}

/** What one sees while typing on stays until the next answer is there. */
export const refsQuery = ({ snapshot, source, repository, find }: RefsWanted) =>
  queryOptions({
    queryKey: ["restore-refs", snapshot, source, repository, find],
    queryFn: ({ signal }) =>
      getJson<KnownRefs>("/api/restore/refs", { snapshot, source, repository, find: find || undefined }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

/** The seal is checked anew each time somebody looks. */
export const receiptQuery = (run: string, target?: string) =>
  queryOptions({
    queryKey: ["receipt", run, target],
    queryFn: ({ signal }) => getJson<OpenedReceipt>(`/api/receipts/${run}`, { target }, signal),
    staleTime: 60_000,
  });

/** What was changed of a restored repository since. */
export const changesQuery = (run: string, target: string) =>
  queryOptions({
    queryKey: ["restore-changes", run, target],
    queryFn: ({ signal }) => getJson<FollowedRun[]>("/api/restore/changes", { run, target }, signal),
    refetchInterval: poll<FollowedRun[]>((runs) => (runs?.some(isActive) ? POLL_MS.log : POLL_MS.idleList)),
  });

export const issueDownload = (input: DownloadInput): Promise<IssuedDownload> =>
  postJson<IssuedDownload>("/api/downloads", input);
