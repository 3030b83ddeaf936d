import { queryOptions } from "@tanstack/react-query";
import type { RepositoriesNow } from "@/lib/domain/coverage-now";
import { getJson } from "../http";
import type { AskedRows } from "../parts/asked-rows";
import { POLL_MS, poll } from "../polling";

export const repositoriesQuery = (asked: AskedRows = {}) =>
  queryOptions({
    queryKey: ["repositories", asked],
    queryFn: ({ signal }) => getJson<RepositoriesNow>("/api/repositories", { ...asked }, signal),
    refetchInterval: poll<RepositoriesNow>(() => POLL_MS.coverage),
  });
