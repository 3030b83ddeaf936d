import type { AlarmReport } from "./alarm-report";
import { plural } from "./format";

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
  return silent === alarms.length && silent > 0
    ? { state: "unknown", count: 0, text: "Alarms not known" }
    : { state: "none", count: 0, text: "No open alarm" };
}
