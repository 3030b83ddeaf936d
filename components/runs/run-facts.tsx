"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import { workerRestoreCommand } from "@/lib/domain/command-equivalents";
import { isActive, type OpenedRun, runDuration } from "@/lib/domain/followed-run";
import { OUTCOME_VIEW, OUTCOMES } from "@/lib/domain/outcome";
import { Commands } from "../parts/commands";
import { RouteLink } from "../parts/route-link";
import { Exact, Took } from "../parts/times";
import { useSecondHand } from "../shell/clock";
import { startedBy } from "./run-columns";
import styles from "./runs.module.css";

export function RunFacts({ run }: { run: OpenedRun }) {
  const { record } = run;
  const now = useSecondHand(isActive(run));
  const items: KeyValuePairsProps.Item[] = [
    { label: "Started by", value: startedBy(record) },
    { label: "Asked for", value: <Exact at={record.requested_at} /> },
    { label: "Began", value: <Exact at={record.started_at} /> },
    { label: "Ended", value: <Exact at={record.finished_at} /> },
    { label: "Duration", value: <Took ms={runDuration(run, now)} /> },
    { label: "Worker", value: record.worker ? `Holdfast ${record.worker}` : "–" },
    { label: "Task", value: <span className={styles.mono}>{record.task?.arn.split("/").at(-1) ?? "–"}</span> },
    ...(record.stop_requested ? [{ label: "Stop asked for by", value: record.stop_requested.by }] : []),
    ...ownFacts(run),
  ];
  const command = record.restore ? workerRestoreCommand(record.restore.request) : "npm run worker -- backup";
  return (
    <Container header={<Header variant="h2">Facts</Header>}>
      <KeyValuePairs columns={4} minColumnWidth={170} items={items} />
      <div style={{ marginBlockStart: 20 }}>
        <Commands lines={[command]} label="The same from a shell" />
      </div>
    </Container>
  );
}

function ownFacts({ record }: OpenedRun): KeyValuePairsProps.Item[] {
  const { snapshot, outcomes, restore } = record;
  if (restore) {
    const { request } = restore;
    return [
      {
        label: "From snapshot",
        value: <RouteLink href={`/snapshots/${request.snapshot}?side=${request.source}`}>{request.snapshot}</RouteLink>,
      },
      { label: "Read from", value: `the ${request.source} bucket` },
      { label: "Target", value: request.target },
      {
        label: "Plan",
        value: (
          <span className={styles.mono} title={restore.plan_digest}>
            {restore.plan_digest.replace("sha256:", "").slice(0, 16)}
          </span>
        ),
      },
    ];
  }
  const counted = OUTCOMES.flatMap((outcome) => {
    const count = outcomes?.[outcome];
    return count ? [`${count} ${OUTCOME_VIEW[outcome].label.toLowerCase()}`] : [];
  });
  return [
    { label: "Snapshot", value: snapshot ? <SnapshotLink id={snapshot} exists={outcomes !== undefined} /> : "–" },
    ...(counted.length > 0 ? [{ label: "Outcomes", value: counted.join(", ") }] : []),
  ];
}

/** Before the manifest is written there is nothing to open. */
function SnapshotLink({ id, exists }: { id: string; exists: boolean }) {
  return exists ? <RouteLink href={`/snapshots/${id}`}>{id}</RouteLink> : <>{id} (not finished)</>;
}
