import { queryOptions } from "@tanstack/react-query";
import type { AlarmDetail, AlarmReport } from "@/lib/domain/alarm-report";
import type { Hearing } from "@/lib/domain/hearing";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const alarmsQuery = () =>
  queryOptions({
    queryKey: ["alarms"],
    queryFn: ({ signal }) => getJson<AlarmReport[]>("/api/alarms", {}, signal),
    refetchInterval: poll<AlarmReport[]>(() => POLL_MS.alarms),
  });

export const hearingsQuery = () =>
  queryOptions({
    queryKey: ["hearings"],
    queryFn: ({ signal }) => getJson<Hearing[]>("/api/subscriptions", {}, signal),
    refetchInterval: poll<Hearing[]>(() => POLL_MS.alarms),
  });

export const alarmQuery = (name: string) =>
  queryOptions({
    queryKey: ["alarm", name],
    queryFn: ({ signal }) => getJson<AlarmDetail>(`/api/alarms/${encodeURIComponent(name)}`, {}, signal),
    refetchInterval: poll<AlarmDetail>(() => POLL_MS.alarms),
  });
