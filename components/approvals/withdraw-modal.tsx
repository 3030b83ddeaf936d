"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { withdrawApproval } from "./queries";
import { useSaid } from "./use-said";

export function WithdrawModal({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useSaid(id, () => withdrawApproval(id), onClose);
  return (
    <Modal
      visible
      onDismiss={onClose}
      header="Withdraw this request?"
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Keep it
            </Button>
            <RoleButton
              action="withdraw a request"
              variant="primary"
              loading={say.isPending}
              onClick={() => say.mutate(undefined)}
            >
              Withdraw
            </RoleButton>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <span>Nothing is done, and it can no more be approved or started. It stays in the list.</span>
        {say.error && <ProblemView error={say.error} />}
      </SpaceBetween>
    </Modal>
  );
}
