// What has to be done to come from one set of settings to another: the lines of infra/environments.ts, what they change in
// AWS, and what stands against them.
import { STORAGE_CLASS_VIEW, type StorageClass } from "../cost/prices";
import { plural } from "../format";
import { lockProblem, type RetentionProblem, retentionProblem } from "./retention-problems";
import { bundleDays, coldAfterDays, lockDaysOf, type RetentionSettings } from "./settings";

export interface SettingsChange {
  /** To be put into the environment's data; empty where nothing changes. */
  lines: string[];
  /** Sentences. */
  effects: string[];
  /** Why the configuration would be refused. */
  problems: RetentionProblem[];
}

export function settingsChange(now: RetentionSettings, next: RetentionSettings): SettingsChange {
  const changes = [keeping, schedule, lock, classes]
    .map((of) => of(now, next))
    .filter(({ effects }) => effects.length > 0);
  const backups = changes.flatMap(({ backups = [] }) => backups);
  return {
    lines: [
      ...(backups.length > 0 ? ["backups: {", ...backups.map((line) => `  ${line},`), "},"] : []),
      ...changes.flatMap(({ lines = [] }) => lines),
    ],
    effects: changes.flatMap(({ effects }) => effects),
    problems: [
      ...retentionProblem(next),
      ...(next.locked === "none" ? [] : lockProblem(next, "replica", next.lockDays)),
    ],
  };
}

interface Change {
  /** Inside of `backups`. */
  backups?: string[];
  lines?: string[];
  effects: string[];
}

function keeping(now: RetentionSettings, next: RetentionSettings): Change {
  const days = (of: RetentionSettings) => bundleDays(of.retentionDays, of.fullIntervalDays);
  const [before, after] = [days(now), days(next)];
  const interval = now.fullIntervalDays !== next.fullIntervalDays;
  return {
    backups: [
      ...(now.retentionDays === next.retentionDays ? [] : [`retentionDays: ${next.retentionDays}`]),
      ...(interval ? [`fullIntervalDays: ${next.fullIntervalDays}`] : []),
    ],
    effects: [
      ...(interval
        ? [
            `FULL_INTERVAL_DAYS of the worker's tasks and of the console becomes ${next.fullIntervalDays}: the next backup that finds a full older than that renews it.`,
          ]
        : []),
      ...(before === after
        ? []
        : [
            `The lifecycle rule expire-backups of both buckets becomes ${after} days instead of ${before}. ${
              after < before
                ? "It holds for what is there already: at the next midnight (UTC) everything older expires, and is gone after the recovery days."
                : "It holds for what is there already, and brings nothing back that has expired."
            }`,
          ]),
    ],
  };
}

function schedule(now: RetentionSettings, next: RetentionSettings): Change {
  if (now.intervalHours === next.intervalHours) return { effects: [] };
  const hours = Math.ceil(next.intervalHours);
  return {
    backups: [
      `schedule: { expression: "${expressionOf(next.intervalHours)}", timezone: "UTC" }`,
      ...(hours > 24 ? [`freshnessTargetHours: ${hours}`] : []),
    ],
    effects: [
      `The backup's schedule in EventBridge Scheduler, and what the alarms over a missing backup expect: one every ${plural(hours, "hour")}.${
        hours > 24 ? " A freshness target below that would be missed between any two backups." : ""
      }`,
    ],
  };
}

function lock(now: RetentionSettings, next: RetentionSettings): Change {
  const days = lockDaysOf(next, "replica");
  if (now.locked === next.locked && (lockDaysOf(now, "replica") === days || next.locked === "none"))
    return { effects: [] };
  const value = `{ mode: "governance"${next.lockDays === undefined ? "" : `, days: ${next.lockDays}`} }`;
  const sides = next.locked === "both" ? ["primary", "replica"] : next.locked === "replica" ? ["replica"] : [];
  return {
    lines: [`lock: { ${sides.map((side) => `${side}: ${value}`).join(", ")} },`.replace("{  }", "{}")],
    effects: [
      next.locked === "none"
        ? "New versions are no longer locked. What is locked stays so until its time is over, and object lock of a bucket can never be switched off."
        : `Each new version of ${next.locked === "both" ? "both buckets" : "the replica"} is locked for ${days} days; what is there already keeps the lock it has, or none. A bucket without object lock has it switched on by hand first: docs/deploy.md.`,
    ],
  };
}

function classes(now: RetentionSettings, next: RetentionSettings): Change {
  const chosen = (["primary", "replica"] as const).filter((side) => next.storageClass[side] !== "STANDARD");
  const changed = (["primary", "replica"] as const).filter(
    (side) => now.storageClass[side] !== next.storageClass[side],
  );
  if (changed.length === 0) return { effects: [] };
  const after = coldAfterDays(next.fullIntervalDays);
  return {
    lines: [
      `colderStorage: { ${chosen.map((side) => `${side}: "${next.storageClass[side]}"`).join(", ")} },`.replace(
        "{  }",
        "{}",
      ),
    ],
    effects: changed.map((side) => classEffect(side, next.storageClass[side], after)),
  };
}

const classEffect = (side: string, to: StorageClass, after: number): string =>
  to === "STANDARD"
    ? `The ${side} moves nothing any more. What was moved stays where it is until it expires.`
    : `The ${side}'s lifecycle rule moves bundles of ${after} days and more to ${STORAGE_CLASS_VIEW[to].label}: no new snapshot needs them, so proofs do not read them. Restoring an older snapshot from there costs $${STORAGE_CLASS_VIEW[to].readGb} a GB.`;

/** One that begins anew each midnight where it can. */
export function expressionOf(hours: number): string {
  if (hours === 24) return "cron(0 2 * * ? *)";
  if (hours === 168) return "cron(0 2 ? * SUN *)";
  return hours === 1
    ? "rate(1 hour)"
    : Number.isInteger(hours)
      ? `rate(${hours} hours)`
      : `rate(${Math.round(hours * 60)} minutes)`;
}
