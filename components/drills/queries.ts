import { queryOptions } from "@tanstack/react-query";
import type { DrillsNow } from "@/lib/domain/drills-now";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const drillsInterval = (drills: DrillsNow | undefined): number =>
  drills?.active ? POLL_MS.busyList : POLL_MS.coverage;

export const drillsQuery = () =>
  queryOptions({
    queryKey: ["drills"],
    queryFn: ({ signal }) => getJson<DrillsNow>("/api/drills", {}, signal),
    refetchInterval: poll(drillsInterval),
  });
