import { queryOptions } from "@tanstack/react-query";
import { type FirstStep, isComplete } from "@/lib/domain/first-steps";
import type { Overview } from "@/lib/domain/overview";
import { knownValue } from "@/lib/domain/part";
import { getJson } from "../http";
import { listInterval, POLL_MS, poll } from "../polling";

export const overviewInterval = (overview: Overview | undefined): number =>
  listInterval(knownValue(overview?.runs) ?? []);

export const overviewQuery = () =>
  queryOptions({
    queryKey: ["overview"],
    queryFn: ({ signal }) => getJson<Overview>("/api/overview", {}, signal),
    refetchInterval: poll(overviewInterval),
  });

/** Once everything is done nobody asks any more. */
export const firstStepsQuery = () =>
  queryOptions({
    queryKey: ["first-steps"],
    queryFn: ({ signal }) => getJson<FirstStep[]>("/api/first-steps", {}, signal),
    refetchInterval: poll<FirstStep[]>((steps) => (steps && isComplete(steps) ? false : POLL_MS.busyList)),
  });
