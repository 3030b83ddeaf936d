import { type AlarmDefinition, alarmName, ruleInWords, runbookAnchor } from "@/lib/domain/alarm";
import { type AlarmChart, type AlarmDetail, type AlarmReport, byUrgency } from "@/lib/domain/alarm-report";
import { alarmByName, alarmsFor } from "@/lib/domain/alarms-for";
import { AppError } from "@/lib/domain/errors";
import { partOf } from "@/lib/domain/part-of";
import type { RunRecord } from "@/lib/domain/run";
import { runBehind, runBehindChange } from "@/lib/domain/run-behind";
import { alarmGuide } from "@/lib/domain/runbook/alarm-guide";
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
const DAY_MS = 86_400_000;
/** Of every kind; a few days where backups are made every hour. */
const RUNS_LOOKED_AT = 60;

/**
 * Every alarm Holdfast defines, with what CloudWatch says of it, and foreign ones of the same prefix; worst first.
 * One that CloudWatch does not have is listed as absent, never left out. A standby has none.
 * @throws AppError aws-denied, aws-unreachable
 */
export async function readAlarms(deps: ReadAlarms, now: Date): Promise<AlarmReport[]> {
  return deps.standby ? [] : reportsOf(deps, recentRuns(deps, now));
}

async function reportsOf(deps: ReadAlarms, listed: Promise<RunRecord[]>): Promise<AlarmReport[]> {
  const [facts, runs] = await Promise.all([deps.monitoring.alarms(deps.prefix), listed]);
  const alarms = alarmsFor(deps.targets);
  const foreign = facts.filter((each) => !alarmByName(alarms, deps.prefix, each.name)).map(foreignReport);
  const ours = alarms.map((definition) => {
    const name = alarmName(deps.prefix, definition);
    return report(
      definition,
      name,
      facts.find((each) => each.name === name),
      runs,
    );
  });
  return [...ours, ...foreign].sort(byUrgency);
}

/** One alarm with its history and the metric behind it. @throws AppError not-found, aws-denied, aws-unreachable */
export async function readAlarm(deps: ReadAlarms, name: string, now: Date): Promise<AlarmDetail> {
  const listed = recentRuns(deps, now);
  const reports = deps.standby ? [] : await reportsOf(deps, listed);
  const known = reports.find((each) => each.name === name);
  if (!known) throw new AppError("not-found", { what: `the alarm ${name}` });
  const definition = alarmByName(alarmsFor(deps.targets), deps.prefix, name);
  const [changes, chart, runs] = await Promise.all([
    known.state === "absent" ? [] : deps.monitoring.alarmHistory(name, HISTORY_LENGTH),
    definition && chartOf(deps, definition, now),
    listed,
  ]);
  const history = changes.map((change) => ({
    ...change,
    run: definition && change.to === "ALARM" ? runBehindChange(definition, change.at, runs) : undefined,
  }));
  return { ...known, history, chart, guide: definition && alarmGuide(definition.id, deps.prefix) };
}

function report(
  definition: AlarmDefinition,
  name: string,
  facts: AlarmFacts | undefined,
  runs: RunRecord[],
): AlarmReport {
  const { title, severity, meaning, metric } = definition;
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
    run: facts?.state === "ALARM" ? runBehind(metric, runs) : undefined,
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

async function chartOf({ monitoring }: ReadAlarms, definition: AlarmDefinition, now: Date): Promise<AlarmChart> {
  const { metric, statistic, threshold, comparison } = definition;
  // CloudWatch counts its periods from here: whole days, the last of them today.
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const from = new Date(today - (CHART_DAYS - 1) * DAY_MS);
  const points = await monitoring.series(metric, statistic, { from, to: now, periodSeconds: DAY_MS / 1000 });
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

/** Newest first; none when the runs cannot be read, which their own page tells. */
async function recentRuns(deps: FollowRun, now: Date): Promise<RunRecord[]> {
  const page = await partOf(listRuns(deps, { limit: RUNS_LOOKED_AT }, now));
  return page.known ? page.value.runs.map(({ record }) => record) : [];
}
