// The doctor: looks at everything backups, restores and alarms rest on, live, and says how to mend what is not as it should be.
import { byWeight, type Finding, type FindingArea, findingsOf } from "@/lib/domain/doctor/finding";
import { type AppUse, type InstalledApp, judgeApp } from "@/lib/domain/doctor/judge-app";
import { type BucketPromises, judgeBucket } from "@/lib/domain/doctor/judge-bucket";
import { judgeAlarms, judgeClock, judgeGit, judgeSchedule } from "@/lib/domain/doctor/judge-surroundings";
import { problemOf } from "@/lib/domain/errors";
import type { BucketInspector } from "@/lib/ports/bucket-inspector";
import type { ScheduleReader } from "@/lib/ports/schedule";
import type { ServerClock } from "@/lib/ports/server-clock";
import { type WatchedAlarms, whoHears } from "./who-hears";

/** What is absent is not looked at, and said to be. */
export interface Examine {
  buckets: { inspector: BucketInspector; promises: BucketPromises }[];
  /** Only whoever may read an App's key can ask for its permissions. Undefined: nobody knows. */
  apps: Partial<Record<AppUse, () => Promise<InstalledApp[] | undefined>>>;
  schedule?: { reader: ScheduleReader; name: string };
  alarms?: WatchedAlarms;
  /** Its environment's schedule and alarms stand elsewhere, and nothing here makes backups. */
  standby?: boolean;
  clock: ServerClock;
  /** What `git --version` prints; undefined when there is no git. Absent where git is not needed. */
  git?: () => Promise<string | undefined>;
}

/** Worst first. Never throws: what cannot be looked at is a finding of its own. */
export async function examine(deps: Examine, now: Date): Promise<Finding[]> {
  const looks: Promise<Finding[]>[] = [
    ...deps.buckets.map(async ({ inspector, promises }) => judgeBucket(await inspector.inspect(), promises)),
    ...(deps.standby ? [] : [lookAtApp("backup", deps), lookAtSchedule(deps, now), lookAtAlarms(deps)]),
    lookAtApp("restore", deps),
    look("machine", "clock", "unknown", async () => [judgeClock(await deps.clock.skewSeconds())]),
  ];
  const { git } = deps;
  if (git) looks.push(look("machine", "git", "unknown", async () => [judgeGit(await git())]));
  return (await Promise.all(looks)).flat().sort(byWeight);
}

async function look(
  area: FindingArea,
  subject: string,
  when: "problem" | "unknown",
  work: () => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    return [findingsOf(area, subject).failed(problemOf(error), when)];
  }
}

function lookAtApp(use: AppUse, { apps }: Examine): Promise<Finding[]> {
  const subject = `${use} App`;
  const ask = apps[use];
  const unknown = (text: string) =>
    findingsOf("apps", subject).unknown(
      text,
      `Run the doctor as the ${use} task does: with its variables and its role.`,
    );
  if (!ask) return Promise.resolve([unknown("Its key cannot be read from here.")]);
  // A key that cannot be read, or that GitHub refuses, is what the next run would stumble over.
  return look("apps", subject, "problem", async () => {
    const installations = await ask();
    return installations ? judgeApp(use, installations) : [unknown("No backup has told of it yet.")];
  });
}

function lookAtSchedule({ schedule }: Examine, now: Date): Promise<Finding[]> {
  if (!schedule)
    return Promise.resolve([
      findingsOf("schedule", "backup").unknown("It is not known by name.", "Set SCHEDULE_NAME."),
    ]);
  const { reader, name } = schedule;
  return look("schedule", name, "unknown", async () => judgeSchedule(await reader.read(), name, now));
}

function lookAtAlarms({ alarms }: Examine): Promise<Finding[]> {
  if (!alarms)
    return Promise.resolve([
      findingsOf("alarms", "all alarms").unknown("They are not known by name.", "Set ALARM_PREFIX."),
    ]);
  return look("alarms", "all alarms", "unknown", async () => {
    const { wiring, subscribers } = await whoHears(alarms);
    return judgeAlarms(wiring, subscribers);
  });
}
