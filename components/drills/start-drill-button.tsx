"use client";
import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import { type DrillsNow, type DrillTask, drillCommand } from "@/lib/domain/drills-now";
import { plural } from "@/lib/domain/format";
import { ActionModal } from "../parts/action-modal";
import { Commands } from "../parts/commands";
import { Bytes } from "../parts/numbers";
import { ProblemNote } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useStartRun } from "../runs/use-start-run";
import styles from "./drills.module.css";

interface StartDrillProps {
  task: DrillTask;
  sample: DrillsNow["sample"];
}

/** Says what a drill does before it is started. */
export function StartDrillButton({ task, sample }: StartDrillProps) {
  const [asking, setAsking] = useState(false);
  const start = useStartRun((run) => ({ kind: "drill", run }));
  const busy = start.isPending || start.isSuccess;
  const close = () => setAsking(false);
  const nothing = sample.known && !sample.value;
  return (
    <>
      <RoleButton
        action="start a drill"
        disabled={nothing}
        disabledReason={nothing ? "There is nothing to restore from yet: start a backup first." : undefined}
        onClick={() => setAsking(true)}
      >
        Run a drill now
      </RoleButton>
      <ActionModal
        visible={asking}
        onClose={close}
        header="Run a restore drill now?"
        button={
          <RoleButton
            action="start a drill"
            variant="primary"
            loading={busy}
            loadingText="Starting the drill"
            onClick={() => start.mutate(undefined, { onError: close })}
          >
            Run the drill
          </RoleButton>
        }
      >
        <div>{whatItDoes(task)}</div>
        <Sample sample={sample} />
        <Commands lines={[drillCommand(task)]} label="The same from a shell" />
      </ActionModal>
    </>
  );
}

function whatItDoes({ organisation, repositories }: DrillTask): string {
  const count = plural(repositories, "repository", "repositories");
  const taken = `A drill takes up to ${count} of the newest snapshot: of each size whoever waited longest.`;
  return organisation
    ? `${taken} It restores them into new private repositories of ${organisation}, with Actions off, compares every ref and measures the time. Then it takes away what it has made, and nothing else.`
    : `${taken} It rebuilds them with git on the worker's own disk, checks every object and ref and measures the time. Nothing is made on GitHub, and nothing stays on the disk.`;
}

function Sample({ sample }: { sample: DrillsNow["sample"] }) {
  if (!sample.known) return <ProblemNote problem={sample.problem} />;
  if (!sample.value) return null;
  const { snapshot, items } = sample.value;
  return (
    <div>
      <Box variant="awsui-key-label">As of snapshot {snapshot} it takes</Box>
      <ul className={styles.sample} data-testid="drill-sample">
        {items.map(({ repository, bytes }) => (
          <li key={repository}>
            <span>{repository}</span>
            <Bytes value={bytes} />
          </li>
        ))}
      </ul>
    </div>
  );
}
