"use client";
import Box from "@cloudscape-design/components/box";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef } from "react";
import { MOST_WHY } from "@/lib/domain/approval/approval-views";
import type { ApprovalId } from "@/lib/domain/ids";
import { actionOf } from "@/lib/domain/restore-action";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import { ActionModal } from "../parts/action-modal";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useWhy, WhyField } from "../parts/why-field";
import { PlanChanged } from "../restore/plan-changed";
import type { ChangedPlan } from "../restore/use-held-plan";
import { proposeApprovalId } from "../runs/propose-run-id";
import { askApproval } from "./queries";
import { WhyTwo } from "./two-people-note";

interface AskModalProps {
  proposal: RestoreProposal;
  /** Where another plan was made meanwhile. */
  changed?: ChangedPlan;
  /** The plan, where the page does not show it. */
  children?: ReactNode;
  onClose: () => void;
}

/** In the place of the start, where one person alone may not: the same plan, and why it is wanted. */
export function AskModal({ proposal, changed, children, onClose }: AskModalProps) {
  const { plan, digest, twoPeople } = proposal;
  const { why, given, field } = useWhy();
  const ask = useAsk();
  const go = () => {
    if (given()) ask.mutate({ request: plan.request, digest, why });
  };
  if (!twoPeople) return null;
  return (
    <ActionModal
      onClose={onClose}
      header="Ask for approval?"
      button={
        <RoleButton
          action={actionOf(plan.request)}
          variant="primary"
          loading={ask.isPending || ask.isSuccess}
          loadingText="Asking"
          disabled={changed !== undefined}
          onClick={go}
        >
          Ask for approval
        </RoleButton>
      }
    >
      {changed && !ask.isSuccess && <PlanChanged changed={changed} />}
      {children}
      <Box>
        <WhyTwo act={twoPeople.act} />
      </Box>
      <Box>
        <b>{subjectOf(plan.request)}</b> → <b>{destinationOf(plan.request)}</b>. Nothing is done by asking. The request
        lives {twoPeople.hours} hours, or until the plan changes.
      </Box>
      <WhyField
        {...field}
        description="For whoever approves it, and for the audit trail: a ticket, an incident, a drill"
        readers="for whoever is to approve it"
        most={MOST_WHY}
      />
      {ask.error && <ProblemView error={ask.error} />}
    </ActionModal>
  );
}

/** Pressed again after a lost answer it is the same request. */
function useAsk() {
  const router = useRouter();
  const queries = useQueryClient();
  const id = useRef<ApprovalId>(undefined);
  return useMutation({
    mutationFn: (input: Pick<RestoreProposal["plan"], "request"> & { digest: string; why: string }) => {
      id.current ??= proposeApprovalId();
      return askApproval({ id: id.current, ...input });
    },
    onSuccess: (asked) => {
      void queries.invalidateQueries({ queryKey: ["approvals"] });
      void queries.invalidateQueries({ queryKey: ["approvals-open"] });
      router.push(`/approvals/${asked.id}`);
    },
  });
}
