"use client";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { approvalState } from "@/lib/domain/approval/approval";
import { decisionRefusal, startRefusal, withdrawalRefusal } from "@/lib/domain/approval/approval-rules";
import type { OpenedApproval } from "@/lib/domain/approval/approval-views";
import { isRequester } from "@/lib/domain/approval/waiting";
import { confirmationFor } from "@/lib/domain/confirmation";
import type { AppError } from "@/lib/domain/errors";
import type { RunRecord } from "@/lib/domain/run";
import { capital } from "../parts/problem";
import { StartModal } from "../restore/start-modal";
import { useNow } from "../shell/clock";
import { useShellFacts } from "../shell/session-context";
import { DecideModal } from "./decide-modal";
import { WithdrawModal } from "./withdraw-modal";

type Asking = "approved" | "refused" | "withdraw" | "start";

/** What can still come of it; for whoever may not, the button says why. The server decides again. */
export function ApprovalActions({ approval }: { approval: OpenedApproval }) {
  const { id, login, role } = useShellFacts();
  const now = useNow();
  const started = useStarted();
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const { request, plan, intact } = approval;
  const person = { id, login, role };
  const state = approvalState(approval, now);
  const mine = isRequester(approval, person);
  const cannotDecide = decisionRefusal(approval, person, now);
  const cannotWithdraw = withdrawalRefusal(approval, person, now);
  if (state !== "requested" && state !== "approved") return null;
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {!cannotWithdraw && (mine || state === "approved") && (
          <Button onClick={() => setAsking("withdraw")}>Withdraw</Button>
        )}
        {state === "requested" && (
          <Refusable refusal={cannotDecide} onClick={() => setAsking("refused")}>
            Refuse
          </Refusable>
        )}
        {state === "requested" && (
          <Refusable refusal={cannotDecide} variant="primary" disabled={!intact} onClick={() => setAsking("approved")}>
            Approve ...
          </Refusable>
        )}
        {state === "approved" && (
          <Refusable
            refusal={startRefusal(approval, { digest: request.plan_digest, person }, now)}
            variant="primary"
            disabled={!intact}
            onClick={() => setAsking("start")}
          >
            Start ...
          </Refusable>
        )}
      </SpaceBetween>
      {(asking === "approved" || asking === "refused") && (
        <DecideModal approval={approval} decision={asking} onClose={close} />
      )}
      {asking === "withdraw" && <WithdrawModal id={request.id} onClose={close} />}
      {asking === "start" && (
        <StartModal
          visible
          header="Start what was approved?"
          verb="Start"
          proposal={{ plan, digest: request.plan_digest, confirmation: confirmationFor(plan) }}
          approval={request.id}
          onStarted={started}
          onClose={close}
        >
          <p>
            {request.about}, approved by {approval.decision?.by.login}. It can be started once.
          </p>
        </StartModal>
      )}
    </>
  );
}

/** The request is over then; the run has a page of its own. */
function useStarted() {
  const router = useRouter();
  const queries = useQueryClient();
  return (record: RunRecord) => {
    for (const key of ["run", "approval", "approvals", "approvals-open"])
      void queries.invalidateQueries({ queryKey: [key] });
    router.push(`/runs/${record.id}`);
  };
}

function Refusable({ refusal, ...props }: ButtonProps & { refusal: AppError | undefined }) {
  if (!refusal) return <Button {...props} />;
  return <Button {...props} disabled disabledReason={`${capital(refusal.message)}. ${refusal.hint}`} />;
}
