"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { formatNumber } from "@/lib/domain/format";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { destinationOf } from "@/lib/domain/restore-words";
import { ApiError } from "../http";
import { ProblemView } from "../parts/problem";
import { NamesPreview } from "./names-preview";
import type { Wizard } from "./use-wizard";
import { BranchFields, ManyFields, OneFields } from "./where-fields";

/** Errors that are about the name stand at its field; others below. */
const ABOUT_THE_NAME = new Set(["target-exists", "target-name-invalid", "input-invalid"]);

export function WhereStep({ wizard, missing }: { wizard: Wizard; missing: boolean }) {
  const { choices, one, plan } = wizard;
  const many = choices.mode === "repositories" && !one;
  const about = !many && plan.error instanceof ApiError && ABOUT_THE_NAME.has(plan.error.code) ? plan.error : undefined;
  return (
    <SpaceBetween size="l">
      {missing && !plan.data && !plan.error && (
        <Alert type="error">Complete the fields below first: the plan cannot be made yet.</Alert>
      )}
      <Container>
        <SpaceBetween size="l">
          {choices.mode === "ref" ? (
            <BranchFields wizard={wizard} missing={missing} />
          ) : many ? (
            <ManyFields wizard={wizard} missing={missing} />
          ) : (
            <OneFields wizard={wizard} about={about} missing={missing} />
          )}
          <span role="status" aria-live="polite">
            {plan.data && <Free proposal={plan.data} />}
            {!plan.data && plan.isFetching && <StatusIndicator type="loading">Making the plan</StatusIndicator>}
          </span>
          {Boolean(plan.error) && !about && <ProblemView error={plan.error} />}
        </SpaceBetween>
      </Container>
      {many && plan.data && <NamesPreview plan={plan.data.plan} />}
    </SpaceBetween>
  );
}

function Free({ proposal: { plan } }: { proposal: RestoreProposal }) {
  const { request, items, refused } = plan;
  if (request.kind === "ref")
    return (
      <StatusIndicator type="info">
        {destinationOf(request)}: the worker asks GitHub whether it is free before it pushes.
      </StatusIndicator>
    );
  if (request.kind === "batch")
    return refused.length === 0 ? (
      <StatusIndicator type="success">
        All {formatNumber(items.length)} names are free as far as the newest backup tells; the worker asks GitHub
        itself.
      </StatusIndicator>
    ) : (
      <StatusIndicator type="warning">
        {formatNumber(refused.length)} of {formatNumber(items.length + refused.length)} are refused, each with its
        reason below; the others are restored.
      </StatusIndicator>
    );
  return (
    <StatusIndicator type="success">
      {destinationOf(request)} is free as far as the newest backup tells; the worker asks GitHub itself before it
      begins.
    </StatusIndicator>
  );
}
