"use client";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import { backupCommand } from "@/lib/domain/backup-run";
import { drillCommand } from "@/lib/domain/drills-now";
import { formatClock } from "@/lib/domain/exact-time";
import { isActive, type OpenedRun, runDuration } from "@/lib/domain/followed-run";
import { formatNumber } from "@/lib/domain/format";
import { describeHold, holdCommand } from "@/lib/domain/hold-run";
import { describeTraffic } from "@/lib/domain/host-traffic";
import { OUTCOME_VIEW, OUTCOMES } from "@/lib/domain/outcome";
import { retryCommand, workerRestoreCommand } from "@/lib/domain/restore-command";
import type { RestoreRecord } from "@/lib/domain/restore-record";
import { destinationOf } from "@/lib/domain/restore-words";
import type { RunRecord } from "@/lib/domain/run";
import { startedByLine } from "@/lib/domain/started-by";
import { describeVerify, verifyCommand } from "@/lib/domain/verify-words";
import { Commands } from "../parts/commands";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Exact, Took } from "../parts/times";
import { useSecondHand } from "../shell/clock";
import { usePreferences } from "../shell/preferences-context";
import styles from "./runs.module.css";

export function RunFacts({ run }: { run: OpenedRun }) {
  const { record } = run;
  const now = useSecondHand(isActive(run));
  const { zone } = usePreferences();
  const items: KeyValuePairsProps.Item[] = [
    { label: "Started by", value: startedByLine(record) },
    { label: "Asked for", value: <Exact at={record.requested_at} /> },
    { label: "Began", value: <Exact at={record.started_at} /> },
    { label: "Ended", value: <Exact at={record.finished_at} /> },
    { label: "Duration", value: <Took ms={runDuration(run, now)} /> },
    { label: "Worker", value: record.worker ? `Holdfast ${record.worker}` : "–" },
    { label: "Task", value: <span className={styles.mono}>{record.task?.arn.split("/").at(-1) ?? "–"}</span> },
    ...(record.stop_requested ? [{ label: "Stop asked for by", value: record.stop_requested.by }] : []),
    ...ownFacts(run),
    ...(record.github
      ? [{ label: "GitHub requests", value: describeTraffic(record.github, (at) => formatClock(at, zone)) }]
      : []),
  ];
  const command = commandOf(record);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            !isActive(run) && (
              <Button iconName="download" href={`/api/runs/${record.id}?download=1`} download>
                Report as JSON
              </Button>
            )
          }
        >
          Facts
        </Header>
      }
    >
      <KeyValuePairs columns={4} minColumnWidth={170} items={items} />
      <div style={{ marginBlockStart: 20 }}>
        <Commands lines={[command]} label="The same from a shell" />
      </div>
    </Container>
  );
}

function commandOf({ backup, restore, verify, drill, hold, kind }: RunRecord): string {
  if (restore) return restoreCommandOf(restore);
  if (verify) return verifyCommand(verify.request);
  if (hold) return holdCommand(hold.request);
  if (drill) return drillCommand({ organisation: drill.organisation, repositories: drill.items.length });
  return kind === "backup" ? backupCommand(backup?.request) : `npm run worker -- ${kind}`;
}

function restoreCommandOf({ request, retry_of: retryOf, check_only: checkOnly }: RestoreRecord): string {
  if (retryOf) return retryCommand(retryOf);
  return checkOnly ? `${workerRestoreCommand(request)} --check` : workerRestoreCommand(request);
}

function ownFacts({ record }: OpenedRun): KeyValuePairsProps.Item[] {
  const { snapshot, outcomes, restore, verify, drill, hold } = record;
  if (drill)
    return [
      { label: "From snapshot", value: <RouteLink href={`/snapshots/${drill.snapshot}`}>{drill.snapshot}</RouteLink> },
      { label: "Read from", value: `the ${drill.side} bucket` },
      { label: "Restored to", value: drill.organisation ?? "the worker's own disk" },
    ];
  if (hold)
    return [
      { label: "Asked to hold", value: capital(describeHold(hold.request)) },
      {
        label: "As of snapshot",
        value: <RouteLink href={`/snapshots/${hold.request.snapshot}`}>{hold.request.snapshot}</RouteLink>,
      },
      { label: "Why", value: hold.request.why },
    ];
  if (verify)
    return [
      { label: "Asked to prove", value: capital(describeVerify(verify.request)) },
      { label: "Manifests compared", value: verify.manifests === undefined ? "–" : formatNumber(verify.manifests) },
      { label: "Evidence", value: <span className={styles.mono}>{verify.evidence ?? "–"}</span> },
    ];
  if (restore) {
    const { request } = restore;
    return [
      ...(request.kind === "rearm"
        ? []
        : [
            {
              label: "From snapshot",
              value: (
                <RouteLink href={`/snapshots/${request.snapshot}?side=${request.source}`}>{request.snapshot}</RouteLink>
              ),
            },
            { label: "Read from", value: `the ${request.source} bucket` },
          ]),
      { label: "Target", value: destinationOf(request) },
      ...(restore.approval
        ? [
            {
              label: "Agreed on by two",
              value: <RouteLink href={`/approvals/${restore.approval}`}>{restore.approval}</RouteLink>,
            },
          ]
        : []),
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
    return count ? [`${formatNumber(count)} ${OUTCOME_VIEW[outcome].label.toLowerCase()}`] : [];
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
