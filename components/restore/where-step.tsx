"use client";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TargetSuggestion } from "@/lib/domain/restore-proposal";
import { ApiError } from "../http";
import { capital, ProblemView } from "../parts/problem";
import type { Choices } from "./use-choices";

interface WhereStepProps {
  target: string | undefined;
  choose: (changes: Partial<Choices>) => void;
  suggestion: { data: TargetSuggestion | undefined };
  plan: { data: unknown; error: unknown; isFetching: boolean };
}

/** Errors that are about the name stand at its field; others below. */
const ABOUT_THE_NAME = new Set(["target-exists", "target-name-invalid", "input-invalid"]);

export function WhereStep({ target = "", choose, suggestion, plan }: WhereStepProps) {
  const [organisation = "", name = ""] = target.split("/");
  const about = plan.error instanceof ApiError && ABOUT_THE_NAME.has(plan.error.code) ? plan.error : undefined;
  return (
    <Container>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <FormField label="Organisation" description="The restore App must be installed there.">
            <Autosuggest
              value={organisation}
              onChange={({ detail }) => choose({ target: `${detail.value.trim()}/${name}` })}
              options={(suggestion.data?.organisations ?? []).map((value) => ({ value }))}
              enteredTextLabel={(value) => `Use "${value}"`}
              ariaLabel="Organisation"
              placeholder="Organisation"
              filteringType="manual"
            />
          </FormField>
          <FormField
            label="Name of the new repository"
            description="A new name is suggested, so that nothing that uses the old one is pointed at restored content by accident."
            errorText={about ? `${capital(about.message)}. ${about.hint}` : undefined}
          >
            <Input
              value={name}
              onChange={({ detail }) => choose({ target: `${organisation}/${detail.value.trim()}` })}
              ariaLabel="Name of the new repository"
              invalid={Boolean(about)}
              spellcheck={false}
              data-testid="target-name"
            />
          </FormField>
        </ColumnLayout>
        <span role="status" aria-live="polite">
          {Boolean(plan.data) && (
            <StatusIndicator type="success">
              {target} is free as far as the newest backup tells; the worker asks GitHub itself before it begins.
            </StatusIndicator>
          )}
          {!plan.data && plan.isFetching && <StatusIndicator type="loading">Checking {target}</StatusIndicator>}
        </span>
        {Boolean(plan.error) && !about && <ProblemView error={plan.error} />}
      </SpaceBetween>
    </Container>
  );
}
