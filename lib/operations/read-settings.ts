import { partOf } from "@/lib/domain/part-of";
import { nextRunTime, type Schedule } from "@/lib/domain/schedule";
import type { SettingsView } from "@/lib/domain/settings-view";
import { type LastWorker, type OwnVersions, versionFacts } from "@/lib/domain/versions";
import { askEither, type Sides } from "./both-sides";
import { type Examine, examine } from "./examine";
import type { ManifestCache } from "./manifest-cache";

export interface ReadSettings {
  doctor: Examine;
  /** What this process was told; never a secret. */
  configuration: SettingsView["groups"];
  versions: () => Promise<OwnVersions>;
  sides: Sides;
  cache: ManifestCache;
}

/** Asks for a look at everything: a second or two, in which nothing is changed. */
export async function readSettings(deps: ReadSettings, now: Date): Promise<SettingsView> {
  const { doctor, configuration, versions } = deps;
  const [findings, nextTimes, own, worker] = await Promise.all([
    examine(doctor, now),
    partOf(timesOf(doctor, now)),
    versions(),
    partOf(lastWorker(deps)),
  ]);
  const groups = [...configuration, versionFacts(own, worker)];
  return { findings, examinedAt: now.toISOString(), nextTimes, groups };
}

async function lastWorker({ sides, cache }: ReadSettings): Promise<LastWorker | undefined> {
  const { value } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  return value && { version: value.manifest.run?.worker, snapshot: value.manifest.snapshot };
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
