"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";
import { approvalState } from "@/lib/domain/approval/approval";
import type { OpenedApproval } from "@/lib/domain/approval/approval-views";
import { isRequester } from "@/lib/domain/approval/waiting";
import { workerRestoreCommand } from "@/lib/domain/restore-command";
import { Commands } from "../parts/commands";
import { ProblemNote } from "../parts/problem";
import { PlanSteps, PlanWarnings } from "../restore/plan-steps";
import { PlanView } from "../restore/plan-view";
import { useNow } from "../shell/clock";
import { useShellFacts } from "../shell/session-context";
import { ApprovalFacts } from "./approval-facts";

/** Who said what, and the very plan it is about. */
export function ApprovalContent({ approval }: { approval: OpenedApproval }) {
  const { plan, request, intact, outdated } = approval;
  return (
    <SpaceBetween size="l">
      {!intact && (
        <Alert type="error" header="The plan below is not the one that was asked for">
          Somebody has changed it where it lies. It can be neither approved nor started; the bucket's versions and
          CloudTrail tell who it was.
        </Alert>
      )}
      {outdated && <ProblemNote problem={outdated} />}
      <WhatNow approval={approval} />
      <ApprovalFacts approval={approval} />
      {plan.request.kind === "rearm" ? (
        <Steps approval={approval} />
      ) : (
        <PlanView plan={plan} digest={request.plan_digest} />
      )}
      <Container
        header={
          <Header
            variant="h2"
            description="For whoever has the restore App's key at hand; there this rule does not hold"
          >
            The same from a shell
          </Header>
        }
      >
        <Commands lines={[workerRestoreCommand(plan.request)]} label="With the worker, the same plan" />
      </Container>
    </SpaceBetween>
  );
}

/** The one thing that helps, for whoever looks. */
function WhatNow({ approval }: { approval: OpenedApproval }) {
  const { request } = approval;
  const mine = isRequester(approval, useShellFacts());
  const state = approvalState(approval, useNow());
  const address = useAddress();
  if (state === "requested" && mine)
    return (
      <Alert type="info" header="Send this address to an administrator">
        <SpaceBetween size="xs">
          <span>
            Administrators find it on their overview too. When one of them has approved it, you start it here.
          </span>
          <Commands lines={[address]} label="Address of this request" />
        </SpaceBetween>
      </Alert>
    );
  if (state === "approved")
    return (
      <Alert type="success" header={mine ? "You can start it now" : `${request.by.login} can start it now`}>
        Once, and only as it stands below. Whoever asked for it starts it; the plan is made anew then and refused if
        anything differs.
      </Alert>
    );
  return null;
}

function Steps({ approval: { plan } }: { approval: OpenedApproval }) {
  return (
    <SpaceBetween size="l">
      <PlanWarnings plan={plan} />
      <PlanSteps plan={plan} />
    </SpaceBetween>
  );
}

/** The server does not know by which name it is called. */
function useAddress(): string {
  const [address, setAddress] = useState("");
  useEffect(() => setAddress(`${location.origin}${location.pathname}`), []);
  return address;
}
