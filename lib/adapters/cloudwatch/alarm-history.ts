import type { AlarmHistoryItem } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import type { AlarmState } from "@/lib/domain/alarm";
import type { AlarmChange } from "@/lib/ports/monitoring";

const state = z.looseObject({ stateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]) });
/** CloudWatch's HistoryData of a state update; only the two states are of interest. */
const historyData = z.looseObject({ oldState: state.optional(), newState: state.optional() });

/** One entry of an alarm's history. Data of another shape leaves the states open and keeps the summary. */
export function stateChange(item: AlarmHistoryItem): AlarmChange {
  const data = historyData.safeParse(parse(item.HistoryData)).data;
  return {
    at: (item.Timestamp ?? new Date(0)).toISOString(),
    from: data?.oldState?.stateValue satisfies AlarmState | undefined,
    to: data?.newState?.stateValue satisfies AlarmState | undefined,
    summary: item.HistorySummary ?? "",
  };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
