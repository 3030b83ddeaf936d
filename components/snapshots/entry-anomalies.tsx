"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ANOMALY_VIEW } from "@/lib/domain/anomaly-kind";
import type { EntryDetail, HeldState } from "@/lib/domain/snapshot-detail";
import { Commands } from "../parts/commands";
import { capital } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import styles from "./snapshots.module.css";

/** What happened to the repository, what is kept of it from before, and the way back. */
export function EntryAnomalies({ entry }: { entry: EntryDetail }) {
  const { row, holds } = entry;
  const { anomalies } = row;
  if (anomalies.length === 0 && holds.length === 0) return null;
  const serious = anomalies.some(({ kind }) => ANOMALY_VIEW[kind].severity !== "medium");
  const [held] = holds;
  return (
    <Alert
      type={serious ? "error" : "warning"}
      header={anomalies.map(({ kind }) => ANOMALY_VIEW[kind].label).join(", ") || "Kept from before"}
      action={
        held && (
          <RoleButton action="restore a repository" variant="primary" href={restoreAddress(held, entry)}>
            Restore the last good state
          </RoleButton>
        )
      }
      data-testid="entry-anomalies"
    >
      <SpaceBetween size="xs">
        {anomalies.map(({ kind, message }) => (
          <div key={kind + message}>
            {capital(message)}. {ANOMALY_VIEW[kind].meaning}
          </div>
        ))}
        {holds.map((each) => (
          <Held key={each.prefix} held={each} />
        ))}
      </SpaceBetween>
    </Alert>
  );
}

function Held({ held }: { held: HeldState }) {
  if (held.state === "failed")
    return (
      <div>
        Its state as of {held.snapshot} is in the bucket as long as that snapshot is; it could not be kept for longer
        yet: {held.problem?.message}. {held.problem?.hint}
      </div>
    );
  return (
    <div>
      Its state as of {held.snapshot} is kept for longer than that snapshot, below{" "}
      <span className={`${styles.mono} ${styles.break}`}>{held.prefix}</span>.
    </div>
  );
}

/** The same as in hold.json, for whoever has the bucket and nothing else. */
export function HeldByHand({ entry: { holds, bucket } }: { entry: EntryDetail }) {
  return holds
    .filter(({ commands }) => commands.length > 0)
    .map(({ prefix, repo, snapshot, commands }) => (
      <SpaceBetween size="xs" key={prefix}>
        <Box variant="h3">Its state as of {snapshot} by hand</Box>
        <Commands lines={commands} label={`Commands that rebuild ${repo} as of ${snapshot} from ${bucket}`} />
      </SpaceBetween>
    ));
}

/** The wizard at its last step, with the plan to look at: a free name for the new repository is found there. */
function restoreAddress({ snapshot, repo }: HeldState, { side }: EntryDetail): string {
  return `/restore?${new URLSearchParams({ snapshot, repository: repo, source: side, step: "review" })}`;
}
