import { queryOptions } from "@tanstack/react-query";
import type { RepositoriesNow } from "@/lib/domain/coverage-now";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const repositoriesQuery = () =>
  queryOptions({
    queryKey: ["repositories"],
    queryFn: ({ signal }) => getJson<RepositoriesNow>("/api/repositories", {}, signal),
    refetchInterval: poll<RepositoriesNow>(() => POLL_MS.coverage),
  });
