// The first day of an installation: what is done of what makes backups safe, what is to do, and what cannot be known.
import type { InstalledApp } from "./doctor/judge-app";
import type { Subscriber } from "./doctor/judge-surroundings";
import { plural } from "./format";
import { knownValue, type Part } from "./part";
import type { ProofSummary } from "./proof-summary";
import { RUN_STATE_VIEW, type RunRecord } from "./run";
import { describeSchedule, type Schedule } from "./schedule";
import type { SnapshotRow, SnapshotSummary } from "./snapshot";

export const FIRST_STEPS = ["app", "schedule", "backup", "replica", "proof", "subscribers"] as const;
export type FirstStepId = (typeof FIRST_STEPS)[number];
export type StepState = "done" | "todo" | "unknown";

export interface FirstStep {
  id: FirstStepId;
  state: StepState;
  /** What is, or what to do, or why it cannot be known. */
  text: string;
}

export const FIRST_STEP_TITLE: Record<FirstStepId, string> = {
  app: "The backup App is installed and sees repositories",
  schedule: "The schedule is on",
  backup: "The first backup is made",
  replica: "The replica has it",
  proof: "The first proof is made",
  subscribers: "Somebody hears the alarms",
};

export const STEP_STATE_VIEW: Record<StepState, { label: string; indicator: "success" | "pending" | "warning" }> = {
  done: { label: "Done", indicator: "success" },
  todo: { label: "To do", indicator: "pending" },
  unknown: { label: "Cannot be known", indicator: "warning" },
};

export interface FirstStepFacts {
  /** Newest first. */
  snapshots: Part<SnapshotRow[]>;
  /** The newest one of a backup. */
  backup: Part<RunRecord | undefined>;
  /** As GitHub told the newest backup; undefined where none was told. */
  apps: Part<InstalledApp[] | undefined>;
  schedule: Part<Schedule | undefined>;
  replicated: boolean;
  proofs: Part<ProofSummary | undefined>;
  /** Of the topics that the alarms tell. */
  subscribers: Part<Subscriber[]>;
}

export function firstSteps(facts: FirstStepFacts): FirstStep[] {
  const rows = knownValue(facts.snapshots) ?? [];
  const newest = rows.find(({ summary }) => summary)?.summary;
  return FIRST_STEPS.map((id) => ({ id, ...STEPS[id](facts, { rows, newest }) }));
}

export const isComplete = (steps: readonly FirstStep[]): boolean => steps.every(({ state }) => state === "done");

/** Nothing is left to do; what cannot be known from here may be left. */
export const isSetUp = (steps: readonly FirstStep[]): boolean => steps.every(({ state }) => state !== "todo");

type Judged = Omit<FirstStep, "id">;
type Step = (facts: FirstStepFacts, seen: { rows: SnapshotRow[]; newest?: SnapshotSummary }) => Judged;

const done = (text: string): Judged => ({ state: "done", text });
const todo = (text: string): Judged => ({ state: "todo", text });
const unknown = (text: string): Judged => ({ state: "unknown", text });
const because = (part: { known: false; problem: { message: string; hint: string } }, what: string): Judged =>
  unknown(`${what}: ${part.problem.message}. ${part.problem.hint}`);

const STEPS: Record<FirstStepId, Step> = {
  app: ({ backup, apps }, { newest }) => {
    const suspended = knownValue(apps)?.filter((each) => each.suspended) ?? [];
    if (suspended.length > 0)
      return todo(
        `It is suspended on ${suspended.map(({ account }) => account).join(", ")}: an owner there can mend that.`,
      );
    if (newest)
      return newest.totalRepositories > 0
        ? done(`It sees ${plural(newest.totalRepositories, "repository", "repositories")}, as of backup ${newest.id}.`)
        : todo("It is installed and sees no repository: give it some, in the settings of its installation on GitHub.");
    const error = knownValue(backup)?.error;
    if (error && /^(app|installation)-/.test(error.code))
      return todo(`The last backup could not use it: ${error.message}. ${error.hint}`);
    return unknown("Only a backup can tell, for the console holds no key of the App: the first one says what it sees.");
  },

  schedule: ({ schedule }) => {
    if (!schedule.known) return because(schedule, "It cannot be read");
    if (!schedule.value)
      return todo("There is none: deploy the worker's stack, or set SCHEDULE_NAME to the right one.");
    if (!schedule.value.enabled) return todo("It is switched off: enable it in EventBridge Scheduler.");
    return done(`A backup starts ${describeSchedule(schedule.value)}.`);
  },

  backup: ({ snapshots, backup }, { newest }) => {
    if (newest)
      return done(
        `Snapshot ${newest.id} has ${newest.safeRepositories} of ${plural(newest.totalRepositories, "repository", "repositories")}.`,
      );
    if (!snapshots.known) return because(snapshots, "The buckets cannot be read");
    const last = knownValue(backup);
    if (last && !RUN_STATE_VIEW[last.state].terminal) return todo(`It is going on now: run ${last.id}.`);
    if (last?.error) return todo(`The last one failed: ${last.error.message}. ${last.error.hint}`);
    return todo(
      "Start it now and watch: it copies every repository that the App sees; from then on only changes are added.",
    );
  },

  replica: ({ snapshots, replicated }, { rows, newest }) => {
    if (!replicated) return todo("There is no replica: the backups stand in one region and one account alone.");
    if (rows.some(({ summary, sides }) => summary && sides.replica === "present"))
      return done("Another region has a snapshot too.");
    if (!snapshots.known) return because(snapshots, "The buckets cannot be read");
    if (rows.some(({ sides }) => sides.replica === "unreachable"))
      return unknown("The replica cannot be reached from here now.");
    return todo(
      newest
        ? "S3 is copying the first snapshot. After an hour without it an alarm tells; look at the bucket's replication rule then."
        : "S3 copies the first snapshot by itself, mostly within minutes.",
    );
  },

  proof: ({ proofs }, { newest }) => {
    if (!proofs.known) return because(proofs, "The proofs cannot be read");
    const proven = proofs.value ? proofs.value.chains - proofs.value.never : 0;
    if (proven > 0)
      return done(`${plural(proven, "repository was", "repositories were")} rebuilt from storage, every ref equal.`);
    return todo(
      newest
        ? "Verify now rebuilds a share of the repositories from the bucket and compares every ref. The schedule does it every day."
        : "There is nothing to prove before the first backup.",
    );
  },

  subscribers: ({ subscribers }) => {
    if (!subscribers.known) return because(subscribers, "The subscribers cannot be read");
    const names = (all: Subscriber[]) => all.map(({ endpoint }) => endpoint).join(", ");
    const confirmed = subscribers.value.filter((each) => each.confirmed);
    const pending = subscribers.value.filter((each) => !each.confirmed);
    if (pending.length > 0)
      return todo(
        `Not confirmed yet: ${names(pending)}. Its owner follows the link in the message of AWS, within three days.`,
      );
    if (confirmed.length === 0) return todo("Nobody is told: add an address to alarms.emails and deploy.");
    return done(`Alarms reach ${names(confirmed)}.`);
  },
};
