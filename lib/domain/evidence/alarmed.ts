import type { AlarmState } from "../alarm";

export interface AlarmEvent {
  alarm: string;
  at: string;
  to?: AlarmState;
}

/** One time that an alarm was on. */
export interface Alarmed {
  alarm: string;
  from: string;
  /** Absent while it is still on at the end of the period. */
  until?: string;
}

/** Pairs each change to ALARM with the next one away from it. `events` in any order. */
export function alarmTimes(events: readonly AlarmEvent[]): Alarmed[] {
  const times: Alarmed[] = [];
  const open = new Map<string, Alarmed>();
  for (const { alarm, at, to } of [...events].sort((a, b) => (a.at < b.at ? -1 : 1))) {
    const current = open.get(alarm);
    if (to === "ALARM" && !current) {
      const began: Alarmed = { alarm, from: at };
      open.set(alarm, began);
      times.push(began);
    } else if (to !== undefined && to !== "ALARM" && current) {
      current.until = at;
      open.delete(alarm);
    }
  }
  return times;
}
