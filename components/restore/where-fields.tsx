"use client";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { asRepositoryName, REPOSITORY_NAME } from "@/lib/domain/ids";
import { recoveredBranch } from "@/lib/domain/recovered-branch";
import { AFFIX, BRANCH_NAME, ORGANISATION_NAME } from "@/lib/domain/restore-request";
import { follows, type TextRule } from "@/lib/domain/text-rule";
import type { ApiError } from "../http";
import { capital } from "../parts/problem";
import { namingOf } from "./request-of";
import { NAME } from "./use-choices";
import type { Wizard } from "./use-wizard";

interface FieldsProps {
  wizard: Wizard;
  /** The person wanted to go on: what is not right says so. */
  missing: boolean;
}

const wrong = (rule: TextRule, text: string): string | undefined =>
  follows(rule, text) ? undefined : `It ${rule.wrong}.`;

/** One repository: its organisation and its new name. */
export function OneFields({ wizard, missing, about }: FieldsProps & { about: ApiError | undefined }) {
  const { target = "", choose } = wizard;
  const [organisation = "", name = ""] = target.split("/");
  const wrongName = missing && !asRepositoryName(`x/${name}`) ? WRONG_NAME : undefined;
  return (
    <ColumnLayout columns={2}>
      <OrganisationField
        wizard={wizard}
        value={organisation}
        description="The restore App must be installed there."
        errorText={missing ? wrong(ORGANISATION_NAME, organisation) : undefined}
        onChange={(value) => choose({ target: `${value}/${name}`, check: undefined })}
      />
      <FormField
        label="Name of the new repository"
        description="Not the old name: what uses that would meet restored content."
        errorText={about ? `${capital(about.message)}. ${about.hint}` : wrongName}
      >
        <Input
          value={name}
          onChange={({ detail }) => choose({ target: `${organisation}/${detail.value.trim()}`, check: undefined })}
          ariaLabel="Name of the new repository"
          invalid={Boolean(about ?? wrongName)}
          spellcheck={false}
          data-testid="target-name"
        />
      </FormField>
    </ColumnLayout>
  );
}

const WRONG_NAME = "It must be a name of letters, digits, dots, dashes and underscores.";

/** Many: a rule that makes the name of each. */
export function ManyFields({ wizard, missing }: FieldsProps) {
  const { choices, choose } = wizard;
  const { organisation = "", prefix, suffix } = namingOf(choices);
  const rename = (before: string, after: string) =>
    choose({ names: `${before.trim()}${NAME}${after.trim()}`, check: undefined });
  return (
    <ColumnLayout columns={3}>
      <OrganisationField
        wizard={wizard}
        value={organisation}
        description="Left empty, each stays in its own. The restore App must be installed there."
        errorText={missing && organisation ? wrong(ORGANISATION_NAME, organisation) : undefined}
        onChange={(value) => choose({ organisation: value || undefined, check: undefined })}
      />
      <FormField
        label="Before each name"
        description="{date} stands for the snapshot's day."
        errorText={missing ? wrong(AFFIX, prefix) : undefined}
      >
        <Input
          value={prefix}
          onChange={({ detail }) => rename(detail.value, suffix)}
          ariaLabel="Before each name"
          placeholder="nothing"
          spellcheck={false}
        />
      </FormField>
      <FormField
        label="After each name"
        description="Such as -restored or -{date}."
        errorText={missing ? wrong(AFFIX, suffix) : undefined}
      >
        <Input
          value={suffix}
          onChange={({ detail }) => rename(prefix, detail.value)}
          ariaLabel="After each name"
          placeholder="nothing"
          spellcheck={false}
        />
      </FormField>
    </ColumnLayout>
  );
}

/** One ref: the repository that gets it, and the branch it becomes. */
export function BranchFields({ wizard, missing }: FieldsProps) {
  const { choices, choose, target = "" } = wizard;
  const { ref = "", branch } = choices;
  return (
    <ColumnLayout columns={2}>
      <FormField
        label="Repository that gets it"
        description="One that exists on GitHub, written like acme/web."
        errorText={missing ? wrong(REPOSITORY_NAME, target) : undefined}
      >
        <Input
          value={target}
          onChange={({ detail }) => choose({ target: detail.value.trim() || undefined, check: undefined })}
          ariaLabel="Repository that gets it"
          spellcheck={false}
          data-testid="target-repository"
        />
      </FormField>
      <FormField
        label="New branch"
        description="It must not exist yet: no branch is ever moved."
        errorText={missing ? wrong(BRANCH_NAME, branch ?? recoveredBranch(ref)) : undefined}
      >
        <Input
          value={branch ?? recoveredBranch(ref)}
          onChange={({ detail }) => choose({ branch: detail.value.trim() || undefined, check: undefined })}
          ariaLabel="New branch"
          spellcheck={false}
          data-testid="branch-name"
        />
      </FormField>
    </ColumnLayout>
  );
}

interface OrganisationFieldProps {
  wizard: Wizard;
  value: string;
  description: string;
  errorText: string | undefined;
  onChange: (value: string) => void;
}

function OrganisationField({ wizard: { suggestion }, value, onChange, ...field }: OrganisationFieldProps) {
  return (
    <FormField label="Organisation" {...field}>
      <Autosuggest
        value={value}
        onChange={({ detail }) => onChange(detail.value.trim())}
        options={(suggestion.data?.organisations ?? []).map((each) => ({ value: each }))}
        enteredTextLabel={(text) => `Use "${text}"`}
        ariaLabel="Organisation"
        placeholder="Organisation"
        filteringType="manual"
      />
    </FormField>
  );
}
