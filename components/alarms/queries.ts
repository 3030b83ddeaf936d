import { queryOptions } from "@tanstack/react-query";
import type { AlarmDetail, AlarmReport } from "@/lib/domain/alarm-report";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const alarmsQuery = () =>
  queryOptions({
    queryKey: ["alarms"],
    queryFn: ({ signal }) => getJson<AlarmReport[]>("/api/alarms", {}, signal),
    refetchInterval: poll<AlarmReport[]>(() => POLL_MS.alarms),
  });

export const alarmQuery = (name: string) =>
  queryOptions({
    queryKey: ["alarm", name],
    queryFn: ({ signal }) => getJson<AlarmDetail>(`/api/alarms/${encodeURIComponent(name)}`, {}, signal),
    refetchInterval: poll<AlarmDetail>(() => POLL_MS.alarms),
  });
