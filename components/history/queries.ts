import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Judgement } from "@/lib/domain/browse";
import { type CatalogueStatus, isWhole } from "@/lib/domain/catalogue/catalogue-status";
import type { RefHistory, ToldRefEvent } from "@/lib/domain/catalogue/ref-history";
import type { RepositoryHistory } from "@/lib/domain/catalogue/repository-history";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export interface HistoryAddress {
  repository: string;
  /** Where several repositories had the name. */
  id?: number;
}

export const historyQuery = ({ repository, id }: HistoryAddress) =>
  queryOptions({
    queryKey: ["history", repository, id],
    queryFn: ({ signal }) => getJson<RepositoryHistory>("/api/repositories/history", { repository, id }, signal),
    refetchInterval: poll<RepositoryHistory>((data) => untilWhole(data?.catalogue)),
  });

const untilWhole = (status: CatalogueStatus | undefined) =>
  status && isWhole(status) ? POLL_MS.history : POLL_MS.busyList;

export const refHistoryQuery = ({ repository, id }: HistoryAddress, find: string) =>
  queryOptions({
    queryKey: ["ref-history", repository, id, find],
    queryFn: ({ signal }) => getJson<RefHistory>("/api/repositories/refs", { repository, id, find }, signal),
    // Asking lets its bundles be read; until they are, there is more to tell with each answer.
    refetchInterval: poll<RefHistory>((data) =>
      data && data.bundles.done < data.bundles.total ? POLL_MS.log : untilWhole(data?.catalogue),
    ),
    placeholderData: keepPreviousData,
  });

interface RestoresMade {
  runs: FollowedRun[];
  looked: number;
  /** There are older runs, which were not looked at. */
  older: boolean;
  /** Renames are followed; not where the catalogue is not there. */
  followed: boolean;
}

export const restoresQuery = ({ repository, id }: HistoryAddress) =>
  queryOptions({
    queryKey: ["restores-of", repository, id],
    queryFn: ({ signal }) => getJson<RestoresMade>("/api/repositories/restores", { repository, id }, signal),
    refetchInterval: poll<unknown>(() => POLL_MS.idleList),
  });

/** Asked of the newer snapshot, whose chain has the older commits too. It never changes once it is known. */
export const moveQuery = ({ snapshot, repository, before, after }: Omit<ToldRefEvent, "side">) =>
  queryOptions({
    queryKey: ["move", snapshot, repository, before, after],
    queryFn: ({ signal }) => getJson<Judgement>("/api/browse/move", { snapshot, repository, before, after }, signal),
    refetchInterval: poll<Judgement>((data) => (data?.state === "judged" ? false : POLL_MS.log)),
    staleTime: Number.POSITIVE_INFINITY,
  });
