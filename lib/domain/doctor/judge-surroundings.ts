// The schedule, the alarms with those who are told, and the machine the doctor runs on.
import { formatExact } from "../exact-time";
import { describeSchedule, nextRunTime, type Schedule } from "../schedule";
import { type Finding, findingsOf } from "./finding";

export function judgeSchedule(schedule: Schedule | undefined, name: string, now: Date): Finding[] {
  const say = findingsOf("schedule", name);
  if (!schedule)
    return [
      say.problem(
        "There is no such schedule: no backup starts by itself.",
        "Deploy the worker's stack, or set SCHEDULE_NAME to the right one.",
      ),
    ];
  if (!schedule.enabled)
    return [say.problem("It is disabled: no backup starts by itself.", "Enable it in EventBridge Scheduler.")];
  const next = nextRunTime(schedule, now);
  return [
    say.ok(
      `A backup starts ${describeSchedule(schedule)}${next ? `; the next one ${formatExact(next.toISOString(), schedule.timezone)}` : ""}.`,
    ),
  ];
}

export interface AlarmWiring {
  title: string;
  /** undefined: CloudWatch does not have it. */
  found?: { actionsEnabled: boolean; topics: string[] };
}

export interface Subscriber {
  topic: string;
  protocol: string;
  endpoint: string;
  confirmed: boolean;
}

const DEPLOY = "Deploy the monitoring stack.";

/** Whether each alarm exists and reaches somebody. */
export function judgeAlarms(alarms: AlarmWiring[], subscribers: Subscriber[]): Finding[] {
  const say = findingsOf("alarms", "all alarms");
  const each = alarms.flatMap(({ title, found }): Finding[] => {
    const one = findingsOf("alarms", title);
    if (!found) return [one.problem("CloudWatch does not have it: nobody would be told.", DEPLOY)];
    if (!found.actionsEnabled || found.topics.length === 0)
      return [one.problem("It does nothing when it goes off.", `Enable its actions and give it the topic. ${DEPLOY}`)];
    return [];
  });
  const confirmed = subscribers.filter((subscriber) => subscriber.confirmed);
  const pending = subscribers.filter((subscriber) => !subscriber.confirmed);
  const names = (list: Subscriber[]) => list.map(({ endpoint }) => endpoint).join(", ");
  const heard =
    confirmed.length > 0
      ? [say.ok(`${alarms.length - each.length} of ${alarms.length} alarms reach ${names(confirmed)}.`)]
      : alarms.some(({ found }) => found?.topics.length)
        ? [
            say.problem(
              "Nobody has confirmed a subscription: alarms reach no one.",
              "Subscribe an address to the topic, and let its owner confirm the message that AWS sends.",
            ),
          ]
        : [];
  const waiting = pending.length
    ? [
        say.warning(
          `Not confirmed yet: ${names(pending)}.`,
          "The owner has to follow the link in the message of AWS; it is valid for three days, then subscribe again.",
        ),
      ]
    : [];
  return [...each, ...heard, ...waiting];
}

/** GitHub takes a signature from up to a minute ahead of its clock, AWS one that is five minutes off. */
const SKEW = { warningSeconds: 30, problemSeconds: 60 };

/** @param skewSeconds how far this machine's clock is ahead of a server's */
export function judgeClock(skewSeconds: number): Finding {
  const say = findingsOf("machine", "clock");
  const off = Math.abs(Math.round(skewSeconds));
  const text = `This machine's clock is ${off} s ${skewSeconds > 0 ? "ahead" : "behind"}.`;
  const hint = "Let it be set from a time server (chrony, or Amazon Time Sync).";
  if (off > SKEW.problemSeconds) return say.problem(`${text} GitHub and AWS refuse what is signed with it.`, hint);
  if (off > SKEW.warningSeconds) return say.warning(text, hint);
  return say.ok("The clock is right.");
}

/** The first that can be told `--object-format` of a bundle's repository and reads bundles of format 3. */
const OLDEST_GIT = [2, 31] as const;

/** @param version what `git --version` prints */
export function judgeGit(version: string | undefined): Finding {
  const say = findingsOf("machine", "git");
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  const need = OLDEST_GIT.join(".");
  if (version === undefined)
    return say.problem("git is not installed here.", `Restores and proofs need git ${need} or newer.`);
  if (Number(major) < OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) < OLDEST_GIT[1]))
    return say.problem(`git is too old: ${version.trim()}.`, `Restores and proofs need git ${need} or newer.`);
  return say.ok(`${version.trim()}.`);
}
