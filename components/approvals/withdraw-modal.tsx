"use client";
import { ActionModal } from "../parts/action-modal";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { withdrawApproval } from "./queries";
import { useSaid } from "./use-said";

export function WithdrawModal({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useSaid(id, () => withdrawApproval(id), onClose);
  return (
    <ActionModal
      onClose={onClose}
      header="Withdraw this request?"
      cancel="Keep it"
      button={
        <RoleButton
          action="withdraw a request"
          variant="primary"
          loading={say.isPending}
          onClick={() => say.mutate(undefined)}
        >
          Withdraw
        </RoleButton>
      }
    >
      <span>Nothing is done, and it can no more be approved or started. It stays in the list.</span>
      {say.error && <ProblemView error={say.error} />}
    </ActionModal>
  );
}
