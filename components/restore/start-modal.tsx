"use client";
import { type ReactNode, useEffect, useState } from "react";
import type { ApprovalId } from "@/lib/domain/ids";
import { actionOf } from "@/lib/domain/restore-action";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import type { RunRecord } from "@/lib/domain/run";
import { ActionModal } from "../parts/action-modal";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { TypedConfirmation } from "../parts/typed-confirmation";
import { PlanChanged } from "./plan-changed";
import { PlanWarnings } from "./plan-steps";
import type { ChangedPlan } from "./use-held-plan";
import { useStart } from "./use-start";

interface StartModalProps {
  visible: boolean;
  header: string;
  /** What the button says. */
  verb: string;
  proposal: Pick<RestoreProposal, "plan" | "digest" | "confirmation">;
  /** Where another plan was made meanwhile. */
  changed?: ChangedPlan;
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
  changed,
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
  const ready = exact && !changed;
  const go = () => ready && !busy && start.mutate({ request: plan.request, digest, confirmation: typed, approval });
  return (
    <ActionModal
      visible={visible}
      onClose={onClose}
      header={header}
      onSubmit={go}
      button={
        <RoleButton
          action={actionOf(plan.request)}
          variant="primary"
          disabled={!ready}
          loading={busy}
          loadingText="Starting"
          onClick={go}
        >
          {verb}
        </RoleButton>
      }
    >
      {changed && !busy && <PlanChanged changed={changed} />}
      {children}
      <PlanWarnings plan={plan} />
      {confirmation !== undefined && (
        <TypedConfirmation confirmation={confirmation} typed={typed} onChange={setTyped} />
      )}
      {start.error && <ProblemView error={start.error} />}
    </ActionModal>
  );
}
