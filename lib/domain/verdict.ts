// The one sentence an operator reads first: are the repositories safe, and if not, what is wrong and where.

import { ANOMALY_VIEW } from "./anomaly-kind";
import { coverageFindings } from "./coverage-findings";
import { runResult } from "./followed-run";
import { formatAge, formatNumber, plural } from "./format";
import { freshness } from "./freshness";
import { openAnomalies } from "./open-anomalies";
import type { Overview } from "./overview";
import { knownValue } from "./part";
import { describeProofs } from "./proof-summary";
import { RUN_STATE_VIEW } from "./run";
import type { SnapshotRow, SnapshotSummary } from "./snapshot";
import type { Finding } from "./verdict-finding";

/** good: nothing to do. attention: safe, with something to look at. bad: something is not safe. unknown: it cannot be told. */
export type VerdictLevel = "good" | "attention" | "bad" | "unknown" | "never";

export interface Verdict {
  level: VerdictLevel;
  sentence: string;
  /** Further findings, worst first, each with the page that shows more. */
  findings: Finding[];
}

export const VERDICT_VIEW: Record<
  VerdictLevel,
  { label: string; indicator: "success" | "warning" | "error" | "info" }
> = {
  good: { label: "Safe", indicator: "success" },
  attention: { label: "Look at this", indicator: "warning" },
  bad: { label: "Not safe", indicator: "error" },
  unknown: { label: "Not known", indicator: "warning" },
  never: { label: "Not started", indicator: "info" },
};

export function verdictOn(overview: Overview, now: Date): Verdict {
  const rows = knownValue(overview.snapshots);
  if (!rows) {
    return {
      level: "unknown",
      sentence: "It cannot be told whether the repositories are safe: the backups cannot be listed",
      findings: otherFindings(overview, undefined, now),
    };
  }
  const newest = rows.find((row) => row.summary);
  if (!newest?.summary) return neverBackedUp(overview, rows, now);
  return onNewest(overview, newest, newest.summary, now);
}

function neverBackedUp(overview: Overview, rows: SnapshotRow[], now: Date): Verdict {
  const unreadable = rows.some((row) => row.problem);
  return {
    level: unreadable ? "unknown" : "never",
    sentence: unreadable
      ? "It cannot be told whether the repositories are safe: no manifest can be read"
      : "Nothing has been backed up yet",
    findings: otherFindings(overview, undefined, now),
  };
}

function onNewest(overview: Overview, row: SnapshotRow, summary: SnapshotSummary, now: Date): Verdict {
  const age = formatAge(summary.finishedAt, now);
  const overdue = freshness(summary.finishedAt, overview.targetHours, now) === "overdue";
  const href = `/snapshots/${summary.id}`;
  const findings: Finding[] = [
    ...(overdue
      ? [
          {
            level: "bad" as const,
            text: `The newest backup finished ${age}; it should never be older than ${overview.targetHours} h.`,
            href: "/runs",
          },
        ]
      : []),
    ...outcomeFindings(summary, href),
    ...otherFindings(overview, row, now),
  ].sort((a, b) => Number(b.level === "bad") - Number(a.level === "bad"));
  const total = plural(summary.totalRepositories, "repository", "repositories");
  const safe = `${formatNumber(summary.safeRepositories)} of ${total} are safe`;
  const bad = findings.find((finding) => finding.level === "bad");
  if (overdue) return { level: "bad", sentence: `Backups are overdue: the newest one finished ${age}`, findings };
  if (summary.failed > 0) {
    const failing = `${formatNumber(summary.failed)} of ${total} could not be backed up`;
    return { level: "bad", sentence: `${failing}: newest backup ${age}`, findings };
  }
  if (bad) return { level: "bad", sentence: `${safe}, but not everything is in order: newest backup ${age}`, findings };
  const level = findings.length > 0 ? "attention" : "good";
  const all = summary.totalRepositories === 1 ? "The one repository is safe" : `All ${total} are safe`;
  const sentence = summary.safeRepositories === summary.totalRepositories ? all : safe;
  const proofs = knownValue(overview.proofs);
  const proven = proofs && describeProofs(proofs, now);
  return { level, sentence: `${sentence}: newest backup ${age}${proven ? `, ${proven}` : ""}`, findings };
}

function outcomeFindings(summary: SnapshotSummary, href: string): Finding[] {
  const list: Finding[] = [];
  const count = (number: number) => plural(number, "repository", "repositories");
  if (summary.failed > 0) {
    list.push({
      level: "bad",
      text: `${count(summary.failed)} failed in the newest backup; older backups stay.`,
      href: `${href}?filter=${encodeURIComponent("outcome=failed")}`,
    });
  }
  if (summary.state === "partial" && summary.failed === 0) {
    list.push({
      level: "bad",
      text: "The newest backup could not list all repositories; nobody knows which are missing.",
      href,
    });
  }
  // What vanished earlier was told then.
  if (summary.newlyVanished > 0) {
    list.push({
      level: "attention",
      text: `${count(summary.newlyVanished)} vanished: deleted, transferred or taken from the App. Older backups stay.`,
      href: `${href}?filter=${encodeURIComponent("outcome=vanished")}`,
    });
  }
  if (summary.unavailable > 0) {
    list.push({
      level: "attention",
      text: `GitHub does not serve ${count(summary.unavailable)}, so nothing new can be kept. Older backups stay.`,
      href: `${href}?filter=${encodeURIComponent("outcome=unavailable")}`,
    });
  }
  return list;
}

function otherFindings(overview: Overview, newest: SnapshotRow | undefined, now: Date): Finding[] {
  return [
    ...anomalyFindings(overview, now),
    ...copyFindings(newest),
    ...proofFindings(overview, newest),
    ...coverageFindings(overview.coverage, now),
    ...runFindings(overview, now),
    ...alarmFindings(overview),
  ];
}

function anomalyFindings(overview: Overview, now: Date): Finding[] {
  const { named, count } = openAnomalies(knownValue(overview.snapshots) ?? [], now);
  const [worst] = named;
  if (!worst) return [];
  const what = `${worst.repo ?? "the whole fleet"}: ${ANOMALY_VIEW[worst.kind].label.toLowerCase()}`;
  const text = `${plural(count, "change")} out of the ordinary in the last 7 days, the worst of ${what}.`;
  return [{ level: "attention", text, href: worst.href }];
}

function copyFindings(row: SnapshotRow | undefined): Finding[] {
  if (!row) return [];
  const href = `/snapshots/${row.id}`;
  const { primary, replica } = row.sides;
  const list: Finding[] = [];
  if (primary === "unreachable")
    list.push({ level: "bad", text: "The primary bucket cannot be reached; the replica answers.", href: "/snapshots" });
  if (primary === "missing" || primary === "unreadable")
    list.push({ level: "bad", text: "The newest snapshot cannot be read from the primary bucket.", href });
  if (replica === "missing" || replica === "unreadable")
    list.push({ level: "bad", text: "The newest snapshot is not in the replica bucket.", href });
  if (replica === "unreachable")
    list.push({ level: "attention", text: "The replica bucket cannot be reached.", href: "/snapshots" });
  return list;
}

function proofFindings({ proofs }: Overview, newest: SnapshotRow | undefined): Finding[] {
  const { failed = 0, firstFailed } = knownValue(proofs) ?? {};
  if (failed === 0) return [];
  const others = failed > 1 ? ` and ${plural(failed - 1, "other repository", "other repositories")}` : "";
  const href = newest ? `/snapshots/${newest.id}` : "/runs";
  return [{ level: "bad", text: `The last proof of ${firstFailed}${others} failed.`, href }];
}

function runFindings(overview: Overview, now: Date): Finding[] {
  const last = knownValue(overview.runs)?.find(
    (run) => run.record.kind === "backup" && RUN_STATE_VIEW[run.record.state].terminal,
  );
  if (!last || !["failed", "lost"].includes(last.record.state)) return [];
  const when = formatAge(last.record.finished_at ?? last.record.updated_at, now);
  const why = runResult(last);
  return [
    {
      level: "bad",
      text: `The last backup run failed ${when}${why ? `: ${why}` : ""}.`,
      href: `/runs/${last.record.id}`,
    },
  ];
}

function alarmFindings(overview: Overview): Finding[] {
  if (!overview.alarms.known) {
    return [
      { level: "attention", text: `The alarms are not known: ${overview.alarms.problem.message}.`, href: "/alarms" },
    ];
  }
  const raised = overview.alarms.value.filter((alarm) => alarm.state === "ALARM");
  const absent = overview.alarms.value.filter((alarm) => alarm.state === "absent");
  return [
    ...raised.map((alarm): Finding => {
      const level = alarm.severity === "medium" ? "attention" : "bad";
      return { level, text: `Alarm: ${alarm.title.toLowerCase()}.`, href: `/alarms/${encodeURIComponent(alarm.name)}` };
    }),
    ...(absent.length > 0
      ? [
          {
            level: "attention" as const,
            text: `${plural(absent.length, "alarm is", "alarms are")} not set up, so nobody would be told.`,
            href: "/alarms",
          },
        ]
      : []),
  ];
}
