import { type AlarmDefinition, alarmName, ruleInWords, runbookAnchor } from "@/lib/domain/alarm";
import { type AlarmChart, type AlarmDetail, type AlarmReport, byUrgency } from "@/lib/domain/alarm-report";
import { alarmByName, alarmsFor } from "@/lib/domain/alarms-for";
import { AppError } from "@/lib/domain/errors";
import { METRICS, type MetricName } from "@/lib/domain/metrics";
import { partOf } from "@/lib/domain/part-of";
import type { RunRecord } from "@/lib/domain/run";
import type { Targets } from "@/lib/domain/targets";
import type { AlarmFacts, Monitoring } from "@/lib/ports/monitoring";
import type { FollowRun } from "./follow-run";
import { listRuns } from "./list-runs";

export interface ReadAlarms extends FollowRun {
  monitoring: Monitoring;
  /** Beginning of the names of Holdfast's alarms. */
  prefix: string;
  targets: Targets;
  /** No alarm watches it: those of the environment stand in the primary's region. */
  standby?: boolean;
}

const HISTORY_LENGTH = 50;
const CHART_DAYS = 30;
const DAY_SECONDS = 86_400;
const RUNS_LOOKED_AT = 20;

/**
 * Every alarm Holdfast defines, with what CloudWatch says of it, and foreign ones of the same prefix; worst first.
 * One that CloudWatch does not have is listed as absent, never left out. A standby has none.
 * @throws AppError aws-denied, aws-unreachable
 */
export async function readAlarms(deps: ReadAlarms, now: Date): Promise<AlarmReport[]> {
  if (deps.standby) return [];
  const [facts, backups] = await Promise.all([deps.monitoring.alarms(deps.prefix), recentBackups(deps, now)]);
  const alarms = alarmsFor(deps.targets);
  const foreign = facts.filter((each) => !alarmByName(alarms, deps.prefix, each.name)).map(foreignReport);
  const ours = alarms.map((definition) => {
    const name = alarmName(deps.prefix, definition);
    return report(
      definition,
      name,
      facts.find((each) => each.name === name),
      backups,
    );
  });
  return [...ours, ...foreign].sort(byUrgency);
}

/** One alarm with its history and the metric behind it. @throws AppError not-found, aws-denied, aws-unreachable */
export async function readAlarm(deps: ReadAlarms, name: string, now: Date): Promise<AlarmDetail> {
  const known = (await readAlarms(deps, now)).find((each) => each.name === name);
  if (!known) throw new AppError("not-found", { what: `the alarm ${name}` });
  const [history, chart] = await Promise.all([
    known.state === "absent" ? [] : deps.monitoring.alarmHistory(name, HISTORY_LENGTH),
    chartOf(deps, name, now),
  ]);
  return { ...known, history, chart };
}

function report(
  definition: AlarmDefinition,
  name: string,
  facts: AlarmFacts | undefined,
  backups: RunRecord[],
): AlarmReport {
  const { title, severity, meaning, metric } = definition;
  const raises = facts?.state === "ALARM" ? RAISED_BY[metric] : undefined;
  return {
    name,
    title,
    severity,
    meaning,
    state: facts?.state ?? "absent",
    since: facts?.since,
    reason: facts?.reason,
    actionsEnabled: facts?.actionsEnabled,
    runbook: runbookAnchor(definition),
    run: raises && backups.find(raises)?.id,
  };
}

function foreignReport(facts: AlarmFacts): AlarmReport {
  return {
    name: facts.name,
    title: facts.name,
    severity: "unknown",
    meaning: facts.description ?? "This alarm is not one of Holdfast's own; it has no description.",
    state: facts.state,
    since: facts.since,
    reason: facts.reason,
    actionsEnabled: facts.actionsEnabled,
  };
}

async function chartOf(
  { monitoring, prefix, targets }: ReadAlarms,
  name: string,
  now: Date,
): Promise<AlarmChart | undefined> {
  const definition = alarmByName(alarmsFor(targets), prefix, name);
  if (!definition) return undefined;
  const { metric, statistic, threshold, comparison } = definition;
  const from = new Date(now.getTime() - CHART_DAYS * DAY_SECONDS * 1000);
  const points = await monitoring.series(metric, statistic, { from, to: now, periodSeconds: DAY_SECONDS });
  return {
    metric,
    statistic,
    threshold,
    comparison,
    rule: ruleInWords(definition),
    from: from.toISOString(),
    to: now.toISOString(),
    points,
  };
}

/** How to know the run that most likely raised an alarm on this metric. */
const RAISED_BY: Partial<Record<MetricName, (backup: RunRecord) => boolean>> = {
  [METRICS.backupFailure]: ({ state }) => state === "failed" || state === "partial" || state === "lost",
  [METRICS.repositoriesVanished]: ({ newly_vanished: count = 0 }) => count > 0,
};

/** Newest first; none when the runs cannot be read, which their own page tells. */
async function recentBackups(deps: FollowRun, now: Date): Promise<RunRecord[]> {
  const page = await partOf(listRuns(deps, { limit: RUNS_LOOKED_AT }, now));
  return page.known ? page.value.runs.map(({ record }) => record).filter(({ kind }) => kind === "backup") : [];
}
