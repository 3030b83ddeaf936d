"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import type { RunId } from "@/lib/domain/ids";
import { restoreRequest } from "@/lib/domain/restore-plan";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { proposeRunId } from "../runs/propose-run-id";
import { startRun } from "../runs/queries";
import type { CompleteChoices } from "./queries";
import styles from "./restore.module.css";

interface ConfirmModalProps {
  visible: boolean;
  choices: CompleteChoices;
  digest: string;
  onClose: () => void;
}

/** The last door: the target typed exactly. The server compares it again, and the plan's digest too. */
export function ConfirmModal({ visible, choices, digest, onClose }: ConfirmModalProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  // One id per opening: pressing twice, or again after a lost answer, is the same run.
  const run = useRef<RunId>(undefined);
  const start = useMutation({
    mutationFn: () => {
      run.current ??= proposeRunId();
      const request = restoreRequest.parse(choices);
      return startRun({ kind: "restore", run: run.current, request, digest, confirmation: typed });
    },
    onSuccess: (record) => {
      void queries.invalidateQueries({ queryKey: ["runs"] });
      router.push(`/runs/${record.id}`);
    },
  });
  const { reset } = start;
  useEffect(() => {
    if (!visible) return;
    setTyped("");
    run.current = undefined;
    reset();
  }, [visible, reset]);
  const exact = typed === choices.target;
  const busy = start.isPending || start.isSuccess;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (exact && !busy) start.mutate();
  };
  return (
    <Modal
      visible={visible}
      onDismiss={onClose}
      header="Start the restore?"
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <RoleButton
              action="restore a repository"
              variant="primary"
              disabled={!exact}
              loading={busy}
              loadingText="Starting the restore"
              onClick={() => exact && start.mutate()}
            >
              Restore
            </RoleButton>
          </SpaceBetween>
        </Box>
      }
    >
      <form onSubmit={submit}>
        <SpaceBetween size="m">
          <Box>
            This creates the private repository <span className={styles.target}>{choices.target}</span> on GitHub and
            pushes {choices.repository} as of {choices.snapshot} into it. Nothing that exists is changed.
          </Box>
          <FormField label="Type the target to confirm">
            <Input
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              ariaLabel={`Type ${choices.target} to confirm`}
              placeholder={choices.target}
              autoComplete={false}
              spellcheck={false}
              autoFocus
              data-testid="confirm-target"
            />
          </FormField>
          {start.error && <ProblemView error={start.error} />}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
