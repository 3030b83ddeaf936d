import { queryOptions } from "@tanstack/react-query";
import type { SettingsView } from "@/lib/domain/settings-view";
import { getJson } from "../http";

/** Asked once for a visit: looking costs a dozen requests, and what it finds changes when somebody changes it. */
export const settingsQuery = () =>
  queryOptions({
    queryKey: ["settings"],
    queryFn: ({ signal }) => getJson<SettingsView>("/api/settings", {}, signal),
    staleTime: 60_000,
    refetchInterval: false,
  });
