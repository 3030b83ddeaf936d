import type { AlarmReport } from "./alarm-report";
import { formatNumber, plural } from "./format";

/** What the top bar says of the alarms, on every page. */
export interface OpenAlarms {
  /** unknown is not none: nobody may take it for quiet. */
  state: "open" | "none" | "unknown";
  count: number;
  text: string;
}

/** `alarms` is undefined where CloudWatch, or the console, did not answer. */
export function openAlarms(alarms: readonly AlarmReport[] | undefined): OpenAlarms {
  if (!alarms) return { state: "unknown", count: 0, text: "Alarms not known" };
  const count = alarms.filter(({ state }) => state === "ALARM").length;
  if (count > 0) return { state: "open", count, text: plural(count, "open alarm") };
  // One that is not set up, or has no data, is not quiet either: its page tells which.
  const silent = alarms.filter(({ state }) => state !== "OK").length;
  if (silent === 0) return { state: "none", count: 0, text: "No open alarm" };
  if (silent === alarms.length) return { state: "unknown", count: 0, text: "Alarms not known" };
  const absent = alarms.filter(({ state }) => state === "absent").length;
  const others = [
    ...(absent > 0 ? [`${formatNumber(absent)} not set up`] : []),
    ...(silent > absent ? [`${formatNumber(silent - absent)} without data`] : []),
  ];
  // Data comes; of an alarm that does not exist nobody would ever be told.
  return { state: absent > 0 ? "unknown" : "none", count: 0, text: ["No open alarm", ...others].join(", ") };
}
