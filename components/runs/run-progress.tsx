"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { isActive, type OpenedRun, runDuration } from "@/lib/domain/followed-run";
import { formatDuration, formatNumber } from "@/lib/domain/format";
import type { RunKind, RunRecord } from "@/lib/domain/run";
import { phasesOf } from "@/lib/domain/run-phases";
import { timeLeft } from "@/lib/domain/time-left";
import { Bytes } from "../parts/numbers";
import { ClockTime } from "../parts/times";
import { useSecondHand } from "../shell/clock";
import { PhaseList } from "./phase-list";
import { PushBar } from "./push-bar";
import styles from "./runs.module.css";

/** What is done, what is being done, and how long it may still take. */
export function RunProgress({ run }: { run: OpenedRun }) {
  const { record } = run;
  const planned = run.steps && run.steps.length > 0 ? run.steps : undefined;
  return (
    <Container header={<Header variant="h2">{record.kind === "restore" ? "Steps of the plan" : "Progress"}</Header>}>
      <SpaceBetween size="l">
        <Numbers run={run} />
        {record.state === "queued" && <p>Waiting for the task to start; this takes up to a minute on Fargate.</p>}
        {isActive(run) && record.waiting && (
          <StatusIndicator type="pending">
            Waiting for GitHub's rate limit until <ClockTime at={record.waiting.until} /> (
            {record.waiting.accounts.join(", ")})
          </StatusIndicator>
        )}
        <PhaseList phases={phasesOf(record, planned)} />
      </SpaceBetween>
    </Container>
  );
}

function Numbers({ run }: { run: OpenedRun }) {
  const { record } = run;
  const { progress } = record;
  const now = useSecondHand(isActive(run));
  if (isActive(run) && record.phase === "push" && progress?.push)
    return <PushBar push={progress.push} tookMs={runDuration(run, now)} />;
  return progress && progress.total > 0 ? <Bar run={run} progress={progress} /> : null;
}

/** What is counted, of a restore of many and of the other kinds. */
const WORDS: Record<RunKind, { label: string; of: string; bytes: string; current: string }> = {
  backup: { label: "Repositories looked at", of: "repositories", bytes: "received", current: "Being captured now" },
  restore: { label: "Repositories done with", of: "repositories", bytes: "read", current: "Being restored now" },
  drill: { label: "Repositories done with", of: "repositories", bytes: "read", current: "Being restored now" },
  hold: { label: "Repositories looked at", of: "repositories", bytes: "held", current: "Being copied by S3 now" },
  verify: { label: "Chains looked at", of: "chains", bytes: "read", current: "Being proven now" },
};

function Bar({ run, progress }: { run: OpenedRun; progress: NonNullable<RunRecord["progress"]> }) {
  const active = isActive(run);
  const now = useSecondHand(active);
  // A batch counts repositories, as a backup does; a single restore the bytes it reads.
  const batch = run.record.restore?.request.kind === "batch";
  const restoring = run.record.kind === "restore" && !batch;
  const words = WORDS[run.record.kind];
  const { done, total, bytes, bytes_per_second: rate, done_per_second: pace, current } = progress;
  const percent = Math.min(100, Math.floor((done / total) * 100));
  const took = runDuration(run, now);
  const left = timeLeft(run.record, now);
  // It was ended by somebody, and nothing went wrong: the bar stays where it was.
  const stopped = run.record.state === "stopped";
  const isWhole = run.record.state === "succeeded" || done >= total;
  const of = restoring ? (
    <>
      <Bytes value={done} /> of <Bytes value={total} />
    </>
  ) : (
    `${formatNumber(done)} of ${formatNumber(total)} ${words.of}`
  );

  return (
    <div>
      <ProgressBar
        label={restoring ? "Read from the bucket" : words.label}
        value={percent}
        additionalInfo={active || stopped ? of : undefined}
        status={active || stopped ? "in-progress" : isWhole ? "success" : "error"}
        resultText={of}
      />
      <div className={styles.numbers} data-testid="run-numbers">
        {!restoring && (
          <span>
            <Bytes value={bytes} /> {words.bytes}
          </span>
        )}
        {active && rate !== undefined && (
          <span>
            <Bytes value={rate} />
            /s now
          </span>
        )}
        {active && pace !== undefined && pace > 0 && (
          <span>
            {pace >= 10 ? formatNumber(pace) : pace.toPrecision(2)} {words.of}/s of late
          </span>
        )}
        {took !== undefined && (
          <span>
            {formatDuration(took)} {active ? "so far" : "in all"}
          </span>
        )}
        {active && left && (
          <span>
            about {formatDuration(left.seconds * 1000)} to go, by {left.by === "bytes" ? "bytes" : "number"}
          </span>
        )}
      </div>
      {active && current.length > 0 && (
        <ul className={styles.current} aria-label={words.current}>
          {current.map((repository) => (
            <li key={repository}>{repository}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
