"use client";
import Box from "@cloudscape-design/components/box";
import { type ReactNode, useState } from "react";
import { backupCommand, MOST_FIRST, wordsForFirst } from "@/lib/domain/backup-run";
import type { RepositoryName } from "@/lib/domain/ids";
import { ActionModal } from "../parts/action-modal";
import { Commands } from "../parts/commands";
import { RoleButton } from "../parts/role-button";
import { StartProblem } from "../runs/start-problem";
import { useStartFromDialog } from "../runs/use-start-run";

/** A backup that begins with what is selected. */
export function BackUpFirstButton({ selected }: { selected: readonly RepositoryName[] }) {
  const [asking, setAsking] = useState(false);
  const reason = whyNot(selected);
  return (
    <>
      <RoleButton
        action="start a backup"
        disabled={reason !== undefined}
        disabledReason={reason}
        onClick={() => setAsking(true)}
      >
        Back up selected first
      </RoleButton>
      {asking && <BackUpFirstModal first={selected} onClose={() => setAsking(false)} />}
    </>
  );
}

function whyNot({ length }: readonly RepositoryName[]): string | undefined {
  if (length === 0) return "Choose repositories in the table first";
  return length > MOST_FIRST ? `At most ${MOST_FIRST} can come first: choose fewer, or back up all` : undefined;
}

interface BackUpFirstModalProps {
  first: readonly RepositoryName[];
  onClose: () => void;
  /** What is to be known of these before. */
  children?: ReactNode;
}

export function BackUpFirstModal({ first, onClose, children }: BackUpFirstModalProps) {
  const request = { first: [...first] };
  const start = useStartFromDialog((run) => ({ kind: "backup", run, request }));
  return (
    <ActionModal
      onClose={onClose}
      header={`Back up ${wordsForFirst(first)} first?`}
      button={
        <RoleButton
          action="start a backup"
          variant="primary"
          loading={start.isPending || start.isSuccess}
          loadingText="Starting the backup"
          onClick={() => start.mutate()}
        >
          Start the backup
        </RoleButton>
      }
    >
      {children}
      <Box>
        What is named comes before all others, and the page of the run tells of each as soon as its turn has been. The
        others follow: a snapshot that lacked them would be none. One that has not changed costs a single request.
      </Box>
      <Commands lines={[backupCommand(request)]} label="The same from a shell" />
      {start.error && <StartProblem error={start.error} />}
    </ActionModal>
  );
}
