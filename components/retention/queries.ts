import { queryOptions } from "@tanstack/react-query";
import type { RetentionView } from "@/lib/domain/retention/retention-view";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

/** Rules of buckets change when somebody deploys, sizes with every backup. */
export const retentionQuery = () =>
  queryOptions({
    queryKey: ["retention"],
    queryFn: ({ signal }) => getJson<RetentionView>("/api/retention", {}, signal),
    refetchInterval: poll<RetentionView>(() => POLL_MS.retention),
    staleTime: POLL_MS.retention,
  });
