"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { OpenedRun } from "@/lib/domain/followed-run";
import { isActive } from "@/lib/domain/followed-run";
import type { RestoreRecord } from "@/lib/domain/restore-record";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import { HoldContent } from "../holds/hold-content";
import { HoldOutcome } from "../holds/hold-outcome";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { DrillPanel } from "./drill-panel";
import { FirstContent } from "./first-content";
import { RestoreContent } from "./restore-content";
import { RunAnomalies } from "./run-anomalies";
import { RunFacts } from "./run-facts";
import { RunFailures } from "./run-failures";
import { RunLog } from "./run-log";
import { RunProgress } from "./run-progress";
import { VerifyContent } from "./verify-content";
import { VerifyOutcome } from "./verify-outcome";

export function RunContent({ run }: { run: OpenedRun }) {
  const { record } = run;
  return (
    <SpaceBetween size="l">
      {run.notice && <ProblemNote problem={run.notice} />}
      {record.error && <ProblemNote type={record.state === "stopped" ? "info" : "error"} problem={record.error} />}
      <Outcome run={run} />
      <RunFailures record={record} />
      <RunAnomalies record={record} />
      {!isActive(run) && record.kind === "restore" && record.restore && <RestoreContent run={run} />}
      {record.backup && <FirstContent backup={record.backup} active={isActive(run)} />}
      {record.drill && <DrillPanel drill={record.drill} />}
      {record.hold && <HoldContent hold={record.hold} />}
      {record.verify && <VerifyContent verify={record.verify} />}
      <RunProgress run={run} />
      {isActive(run) && record.kind === "restore" && record.restore && <RestoreContent run={run} />}
      <RunFacts run={run} />
      {record.warnings && record.warnings.length > 0 && (
        <Alert type="warning" header="Warnings" data-testid="run-warnings">
          <ul>
            {record.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Alert>
      )}
      <RunLog id={record.id} active={isActive(run)} endedAt={record.finished_at} />
    </SpaceBetween>
  );
}

function RestoreOutcome({ restore: { request, check_only: checked } }: { restore: RestoreRecord }) {
  if (checked) return null;
  if (request.kind === "repository")
    return (
      <Alert type="success" header={`${request.repository} is restored as ${request.target}`}>
        Every ref was read back from GitHub and is the same as in the backup. The new repository is private and GitHub
        Actions are off; switch them on when you have looked at it.
      </Alert>
    );
  if (request.kind === "batch")
    return (
      <Alert type="success" header="Every repository is restored">
        Every ref of each was read back from GitHub and is the same as in the backup. They are private and GitHub
        Actions are off; each one's receipt is where it is woken up.
      </Alert>
    );
  if (request.kind === "ref")
    return (
      <Alert type="success" header={`${subjectOf(request)} is back as ${destinationOf(request)}`}>
        The branch was read back from GitHub and is the same as in the backup. Nothing else of the repository was
        touched.
      </Alert>
    );
  return null;
}

/** At the end, where to go from here. */
function Outcome({ run }: { run: OpenedRun }) {
  const { state, snapshot, restore, kind, verify, hold } = run.record;
  if (verify && state === "succeeded") return <VerifyOutcome verify={verify} />;
  if (hold && state === "succeeded") return <HoldOutcome hold={hold} />;
  const finished = state === "succeeded" || state === "partial";
  if (kind === "backup" && finished && snapshot) {
    return (
      <Alert
        type={state === "partial" ? "warning" : "success"}
        header={state === "partial" ? "Not every repository is safe" : "The backup is complete"}
        action={<RouteLink href={`/snapshots/${snapshot}`}>Open snapshot {snapshot}</RouteLink>}
      >
        {state === "partial"
          ? "The repositories below could not be backed up; the others are in the snapshot."
          : "Every repository that GitHub serves is in the snapshot."}
      </Alert>
    );
  }
  return kind === "restore" && restore && state === "succeeded" ? <RestoreOutcome restore={restore} /> : null;
}
