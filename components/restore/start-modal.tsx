"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, type SyntheticEvent, useEffect, useState } from "react";
import type { ApprovalId } from "@/lib/domain/ids";
import { actionOf } from "@/lib/domain/restore-action";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import type { RunRecord } from "@/lib/domain/run";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useStart } from "./use-start";

interface StartModalProps {
  visible: boolean;
  header: string;
  /** What the button says. */
  verb: string;
  proposal: Pick<RestoreProposal, "plan" | "digest" | "confirmation">;
  /** What another person has approved, where two have to agree. */
  approval?: ApprovalId;
  children: ReactNode;
  onStarted: (record: RunRecord) => void;
  onClose: () => void;
}

/** The last door: what is typed is compared here and again by the server, as is the plan's digest. */
export function StartModal({
  visible,
  header,
  verb,
  proposal,
  approval,
  children,
  onStarted,
  onClose,
}: StartModalProps) {
  const { plan, digest, confirmation } = proposal;
  const [typed, setTyped] = useState("");
  const start = useStart(onStarted);
  const { renew } = start;
  useEffect(() => {
    if (!visible) return;
    setTyped("");
    renew();
  }, [visible, renew]);
  const exact = confirmation === undefined || typed === confirmation;
  const busy = start.isPending || start.isSuccess;
  const go = () => exact && !busy && start.mutate({ request: plan.request, digest, confirmation: typed, approval });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    go();
  };
  return (
    <Modal
      visible={visible}
      onDismiss={onClose}
      header={header}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <RoleButton
              action={actionOf(plan.request)}
              variant="primary"
              disabled={!exact}
              loading={busy}
              loadingText="Starting"
              onClick={go}
            >
              {verb}
            </RoleButton>
          </SpaceBetween>
        </Box>
      }
    >
      <form onSubmit={submit}>
        <SpaceBetween size="m">
          {children}
          {plan.warnings.map((warning) => (
            <Alert key={warning} type="warning">
              {warning}
            </Alert>
          ))}
          {confirmation !== undefined && (
            <FormField label="Type this to confirm" description={confirmation}>
              <Input
                value={typed}
                onChange={({ detail }) => setTyped(detail.value)}
                ariaLabel={`Type ${confirmation} to confirm`}
                placeholder={confirmation}
                autoComplete={false}
                spellcheck={false}
                autoFocus
                data-testid="confirm-target"
              />
            </FormField>
          )}
          {start.error && <ProblemView error={start.error} />}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
