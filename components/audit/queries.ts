import { infiniteQueryOptions } from "@tanstack/react-query";
import type { AuditDays } from "@/lib/domain/audit/audit-days";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const auditQuery = () =>
  infiniteQueryOptions({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) => getJson<AuditDays>("/api/audit", { until: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (page: AuditDays) => page.older,
    refetchInterval: poll(() => POLL_MS.idleList),
  });
