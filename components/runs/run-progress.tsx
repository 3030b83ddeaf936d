"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { isActive, type OpenedRun, runDuration } from "@/lib/domain/followed-run";
import { formatBytes, formatDuration, formatNumber } from "@/lib/domain/format";
import { estimateSecondsLeft, type RunRecord } from "@/lib/domain/run";
import { phasesOf } from "@/lib/domain/run-phases";
import { useSecondHand } from "../shell/clock";
import { PhaseList } from "./phase-list";
import styles from "./runs.module.css";

/** What is done, what is being done, and how long it may still take. */
export function RunProgress({ run }: { run: OpenedRun }) {
  const { record } = run;
  const planned = run.steps && run.steps.length > 0 ? run.steps : undefined;
  return (
    <Container header={<Header variant="h2">{record.kind === "restore" ? "Steps of the plan" : "Progress"}</Header>}>
      <SpaceBetween size="l">
        {record.progress && record.progress.total > 0 && <Bar run={run} progress={record.progress} />}
        {record.state === "queued" && <p>Waiting for the task to start; this takes up to a minute on Fargate.</p>}
        <PhaseList phases={phasesOf(record, planned)} />
      </SpaceBetween>
    </Container>
  );
}

function Bar({ run, progress }: { run: OpenedRun; progress: NonNullable<RunRecord["progress"]> }) {
  const active = isActive(run);
  const now = useSecondHand(active);
  const restoring = run.record.kind === "restore";
  const { done, total, bytes, bytes_per_second: rate, current } = progress;
  const percent = Math.min(100, Math.floor((done / total) * 100));
  const took = runDuration(run, now);
  const left = restoring ? undefined : estimateSecondsLeft(run.record, now);
  const of = restoring
    ? `${formatBytes(done)} of ${formatBytes(total)}`
    : `${formatNumber(done)} of ${formatNumber(total)} repositories`;
  return (
    <div>
      <ProgressBar
        label={restoring ? "Read from the bucket" : "Repositories looked at"}
        value={percent}
        additionalInfo={active ? of : undefined}
        status={
          active ? "in-progress" : run.record.state === "succeeded" ? "success" : done >= total ? "success" : "error"
        }
        resultText={of}
      />
      <div className={styles.numbers} data-testid="run-numbers">
        {!restoring && <span>{formatBytes(bytes)} received</span>}
        {active && rate !== undefined && <span>{formatBytes(rate)}/s now</span>}
        {took !== undefined && (
          <span>
            {formatDuration(took)} {active ? "so far" : "in all"}
          </span>
        )}
        {active && left !== undefined && <span>about {formatDuration(left * 1000)} to go</span>}
      </div>
      {active && current.length > 0 && (
        <ul className={styles.current} aria-label="Being captured now">
          {current.map((repository) => (
            <li key={repository}>{repository}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
