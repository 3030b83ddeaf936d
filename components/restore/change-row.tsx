"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { FollowedRun } from "@/lib/domain/followed-run";
import type { RearmChange } from "@/lib/domain/restore-request";
import { lastChange } from "@/lib/domain/restored-state";
import { RunMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import styles from "./restore.module.css";

interface ChangeRowProps {
  title: string;
  /** How it stands. */
  now: string;
  /** As it was before the repository was lost: nothing is left to be done. */
  settled: boolean;
  options: { text: string; change: RearmChange }[];
  action: RearmChange["action"];
  changes: FollowedRun[];
  blocked: boolean;
  ask: (change: RearmChange) => void;
}

/** One thing that can be changed: how it stands, who changed it last and how that ended, and the buttons. */
export function ChangeRow({ title, now, settled, options, action, changes, blocked, ask }: ChangeRowProps) {
  const last = lastChange(changes, action);
  return (
    <li className={styles.change} data-testid={`change-${action}`}>
      <div>
        <StatusIndicator type={action === "delete" ? "info" : settled ? "success" : "pending"}>
          <b>{title}</b>
        </StatusIndicator>
        <span>: {now}</span>
        {last && <LastRun run={last} />}
      </div>
      <SpaceBetween direction="horizontal" size="xs">
        {options.map(({ text, change }) => (
          <RoleButton
            key={text}
            action={isGraveChange(change) ? "delete or publish a restored repository" : "change a restored repository"}
            disabled={blocked}
            onClick={() => ask(change)}
          >
            {text}
          </RoleButton>
        ))}
      </SpaceBetween>
    </li>
  );
}

function LastRun({ run: { record } }: { run: FollowedRun }) {
  const { id, state, actor, error, finished_at, updated_at } = record;
  return (
    <Box fontSize="body-s" padding={{ left: "l" }}>
      <span role="status" aria-live="polite">
        <RunMark state={state} />
      </span>{" "}
      <Ago at={finished_at ?? updated_at} />, by {actor ?? "the command line"}:{" "}
      <RouteLink href={`/runs/${id}`} fontSize="body-s">
        run {id}
      </RouteLink>
      {error && (
        <div>
          {capital(error.message)}. {error.hint}
        </div>
      )}
    </Box>
  );
}

const isGraveChange = (change: RearmChange) =>
  change.action === "delete" || (change.action === "set-visibility" && change.visibility === "public");
