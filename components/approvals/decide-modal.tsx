"use client";
import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import type { ApprovalDecision } from "@/lib/domain/approval/approval";
import { MOST_WHY, type OpenedApproval } from "@/lib/domain/approval/approval-views";
import { confirmationFor } from "@/lib/domain/confirmation";
import { ActionModal } from "../parts/action-modal";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { TypedConfirmation } from "../parts/typed-confirmation";
import { decideApproval } from "./queries";
import { useSaid } from "./use-said";

interface DecideModalProps {
  approval: OpenedApproval;
  decision: ApprovalDecision["decision"];
  onClose: () => void;
}

/** The second person's word. To approve takes the same text as to start; it is compared here and again by the server. */
export function DecideModal({ approval: { request, plan }, decision, onClose }: DecideModalProps) {
  const [typed, setTyped] = useState("");
  const [note, setNote] = useState("");
  const say = useSaid(request.id, decideApproval, onClose);
  const { header, verb, action, meaning } = WORDS[decision];
  const confirmation = decision === "approved" ? confirmationFor(plan) : undefined;
  const exact = confirmation === undefined || typed === confirmation;
  const go = () =>
    exact && say.mutate({ id: request.id, decision, digest: request.plan_digest, confirmation: typed, note });
  return (
    <ActionModal
      onClose={onClose}
      header={header}
      onSubmit={go}
      button={
        <RoleButton action={action} variant="primary" disabled={!exact} loading={say.isPending} onClick={go}>
          {verb}
        </RoleButton>
      }
    >
      <div>
        <b>{request.about}</b>, asked for by {request.by.login}: {request.why}
      </div>
      <Alert type={decision === "approved" ? "warning" : "info"}>{meaning.replace("{login}", request.by.login)}</Alert>
      {confirmation !== undefined && (
        <TypedConfirmation confirmation={confirmation} typed={typed} onChange={setTyped} />
      )}
      <FormField
        label={
          <>
            Note <i>- optional</i>
          </>
        }
        description="It stands with the decision"
      >
        <Textarea value={note} onChange={({ detail }) => setNote(detail.value.slice(0, MOST_WHY))} rows={2} />
      </FormField>
      {say.error && <ProblemView error={say.error} />}
    </ActionModal>
  );
}

const WORDS = {
  approved: {
    header: "Approve this plan?",
    verb: "Approve",
    action: "approve a plan",
    meaning: "Then {login} can start exactly what this page shows, once. The audit trail names you both.",
  },
  refused: {
    header: "Refuse this plan?",
    verb: "Refuse",
    action: "refuse a plan",
    meaning: "Nothing is done, and this request is over. {login} can ask anew.",
  },
} as const;
