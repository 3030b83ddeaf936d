import { partOf } from "@/lib/domain/part-of";
import { nextRunTime, type Schedule } from "@/lib/domain/schedule";
import type { SettingsView } from "@/lib/domain/settings-view";
import { type Examine, examine } from "./examine";

export interface ReadSettings {
  doctor: Examine;
  /** What this process was told; never a secret. */
  configuration: SettingsView["groups"];
}

/** Asks for a look at everything: a second or two, in which nothing is changed. */
export async function readSettings({ doctor, configuration }: ReadSettings, now: Date): Promise<SettingsView> {
  const [findings, nextTimes] = await Promise.all([examine(doctor, now), partOf(timesOf(doctor, now))]);
  return { findings, examinedAt: now.toISOString(), nextTimes, groups: configuration };
}

async function timesOf({ schedule }: Examine, now: Date): Promise<string[]> {
  const read = await schedule?.reader.read();
  return read ? nextTimes(read, now) : [];
}

const TIMES_SHOWN = 5;

function nextTimes(schedule: Schedule, now: Date): string[] {
  const times: string[] = [];
  for (let at: Date | undefined = now; times.length < TIMES_SHOWN; ) {
    // A rate counts from the last run; each time that is due is the next one's last.
    at = nextRunTime(schedule, at, at);
    if (!at) break;
    times.push(at.toISOString());
  }
  return times;
}
