import { queryOptions } from "@tanstack/react-query";
import type { Overview } from "@/lib/domain/overview";
import { knownValue } from "@/lib/domain/part";
import { getJson } from "../http";
import { listInterval, poll } from "../polling";

export const overviewInterval = (overview: Overview | undefined): number =>
  listInterval(knownValue(overview?.runs) ?? []);

export const overviewQuery = () =>
  queryOptions({
    queryKey: ["overview"],
    queryFn: ({ signal }) => getJson<Overview>("/api/overview", {}, signal),
    refetchInterval: poll(overviewInterval),
  });
