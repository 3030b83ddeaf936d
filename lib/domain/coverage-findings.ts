// What the coverage has to say to whoever opens the console: repositories, proofs, the replica.
import type { CoverageState } from "./coverage";
import type { CoverageNow } from "./coverage-now";
import { formatAge, formatDuration, plural } from "./format";
import type { Part } from "./part";
import type { Finding } from "./verdict-finding";
import { isStale } from "./watch";

/** The page of the repositories in one state. */
export const repositoriesIn = (...states: CoverageState[]): string =>
  `/repositories?filter=${encodeURIComponent(states.map((state) => `state=${state}`).join("|"))}`;

const repositories = (count: number) => plural(count, "repository", "repositories");

/** `3 repositories overdue`, `2 never proven`; nothing where every proof is as young as it should be. */
export const lateProofs = ({ proofsOverdue, summary: { unproven } }: CoverageNow): string[] => [
  ...(proofsOverdue > 0 ? [`${repositories(proofsOverdue)} overdue`] : []),
  ...(unproven > 0 ? [`${repositories(unproven)} never proven`] : []),
];

/** Besides what the newest backup says of itself. */
export function coverageFindings(coverage: Part<CoverageNow> | undefined, now: Date): Finding[] {
  if (!coverage?.known) return [];
  return [
    ...repositoryFindings(coverage.value),
    ...proofFindings(coverage.value),
    ...replicaFindings(coverage.value, now),
  ];
}

function repositoryFindings({ summary: { counts }, hiddenPrivate }: CoverageNow): Finding[] {
  const list: Finding[] = [];
  const add = (level: Finding["level"], state: CoverageState, text: string) => {
    list.push({ level, text, href: repositoriesIn(state) });
  };
  if (counts.never > 0)
    add("bad", "never", `${repositories(counts.never)} ${counts.never === 1 ? "was" : "were"} never backed up.`);
  const hidden = counts["not-visible"] + hiddenPrivate;
  if (hidden > 0)
    add(
      "attention",
      "not-visible",
      `The App was not given ${repositories(hidden)} of the organisation: nothing of ${hidden === 1 ? "it" : "them"} is backed up.`,
    );
  return list;
}

function proofFindings({ summary, targets, proofsProblem }: CoverageNow): Finding[] {
  if (proofsProblem)
    return [{ level: "attention", text: `The proofs are not known: ${proofsProblem.message}.`, href: "/repositories" }];
  const hours = summary.hoursSinceProof ?? 0;
  if (hours <= (targets.proofIntervalDays + 1) * 24) return [];
  const days = `${targets.proofIntervalDays} days`;
  const never = summary.unproven > 0 ? `, of ${repositories(summary.unproven)} never` : "";
  return [
    {
      level: "attention",
      text: `A backup was not proven for longer than ${days}${never}: that it can be restored was not shown lately.`,
      href: "/repositories",
    },
  ];
}

function replicaFindings({ watch, targets }: CoverageNow, now: Date): Finding[] {
  if (!watch.known)
    return [
      {
        level: "attention",
        text: `The state of the replica is not known: ${watch.problem.message}.`,
        href: "/snapshots",
      },
    ];
  if (!watch.value) return [];
  const { at, replica } = watch.value;
  const list: Finding[] = [];
  if (isStale(at, now))
    list.push({
      level: "attention",
      text: `The hourly watch last looked ${formatAge(at, now)}; what is said of the replica is as of then.`,
      href: "/alarms",
    });
  const { stuck = 0, lag_minutes: lag = 0 } = replica;
  if (stuck > 0)
    list.push({
      level: "bad",
      text: `${plural(stuck, "object")} did not reach the replica and S3 is not at it; the next backup drives ${stuck === 1 ? "it" : "them"} again.`,
      href: "/snapshots",
    });
  else if (lag > targets.replicaTargetMinutes)
    list.push({
      level: "attention",
      text: `The replica is ${formatDuration(lag * 60_000)} behind.`,
      href: "/snapshots",
    });
  return list;
}
