"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { OpenedRun } from "@/lib/domain/followed-run";
import { isActive } from "@/lib/domain/followed-run";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { ReceiptView } from "./receipt-view";
import { RunFacts } from "./run-facts";
import { RunFailures } from "./run-failures";
import { RunLog } from "./run-log";
import { RunProgress } from "./run-progress";

export function RunContent({ run }: { run: OpenedRun }) {
  const { record } = run;
  return (
    <SpaceBetween size="l">
      {run.notice && <ProblemNote problem={run.notice} />}
      {record.error && <ProblemNote type={record.state === "stopped" ? "info" : "error"} problem={record.error} />}
      <Outcome run={run} />
      <RunFailures record={record} />
      <RunProgress run={run} />
      {run.receipt && <ReceiptView id={record.id} />}
      <RunFacts run={run} />
      {record.warnings && record.warnings.length > 0 && (
        <Alert type="warning" header="Warnings">
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

/** At the end, where to go from here. */
function Outcome({ run }: { run: OpenedRun }) {
  const { state, snapshot, restore, kind } = run.record;
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
  if (kind === "restore" && state === "succeeded" && restore) {
    return (
      <Alert type="success" header={`${restore.request.repository} is restored as ${restore.request.target}`}>
        Every ref was read back from GitHub and is the same as in the backup. The new repository is private and GitHub
        Actions are off; switch them on when you have looked at it.
      </Alert>
    );
  }
  return null;
}
