import { queryOptions } from "@tanstack/react-query";
import type { RestoreProposal, TargetSuggestion } from "@/lib/domain/restore-proposal";
import { getJson } from "../http";
import type { Choices } from "./use-choices";

export type CompleteChoices = Required<Pick<Choices, "snapshot" | "repository" | "source" | "target">>;

export const targetQuery = (repository: string) =>
  queryOptions({
    queryKey: ["restore-target", repository],
    queryFn: ({ signal }) => getJson<TargetSuggestion>("/api/restore/target", { repository }, signal),
    staleTime: 60_000,
  });

/** What the restore would do. Not kept: between two looks a backup may have run. */
export const planQuery = ({ snapshot, repository, source, target }: CompleteChoices) =>
  queryOptions({
    queryKey: ["restore-plan", snapshot, repository, source, target],
    queryFn: ({ signal }) =>
      getJson<RestoreProposal>("/api/restore/plan", { snapshot, repository, source, target }, signal),
    staleTime: 10_000,
    retry: false,
  });
