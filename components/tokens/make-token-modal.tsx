"use client";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DEFAULT_TOKEN_DAYS, MOST_TOKEN_DAYS } from "@/lib/domain/api-token/api-token";
import { actionToMake, SCOPE_VIEW, scopesOf, TOKEN_SCOPES, type TokenScope } from "@/lib/domain/api-token/token-scope";
import { type MadeToken, MOST_TOKEN_NAME, wrongTokenName } from "@/lib/domain/api-token/token-views";
import { ACTION_ROLE } from "@/lib/domain/role";
import { ActionModal } from "../parts/action-modal";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useFirstError } from "../parts/use-first-error";
import { useShellFacts } from "../shell/session-context";
import { makeToken, tokensQuery } from "./queries";

const DAYS = [7, DEFAULT_TOKEN_DAYS, 60, MOST_TOKEN_DAYS].map((days) => ({
  value: String(days),
  label: `${days} days`,
}));

export function MakeTokenModal({ onMade, onClose }: { onMade: (made: MadeToken) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<TokenScope>("read");
  const [days, setDays] = useState(DEFAULT_TOKEN_DAYS);
  const [pressed, setPressed] = useState(false);
  const toFirstError = useFirstError();
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: makeToken,
    onSuccess: (made) => {
      onMade(made);
      return queries.invalidateQueries({ queryKey: tokensQuery().queryKey });
    },
    // The answer has the token: it stays in no cache.
    gcTime: 0,
  });
  const wrong = wrongTokenName(name.trim());
  const go = () => {
    setPressed(true);
    if (wrong === undefined) make.mutate({ name: name.trim(), scope, days });
    else toFirstError();
  };
  return (
    <ActionModal
      onClose={onClose}
      header="Make an API token"
      onSubmit={go}
      button={
        <RoleButton action={actionToMake(scope)} variant="primary" loading={make.isPending} onClick={go}>
          Make the token
        </RoleButton>
      }
    >
      <FormField
        label="Name"
        description="What it is for. It stands in the audit trail with everything it does."
        errorText={pressed ? wrong : undefined}
      >
        <Input
          value={name}
          onChange={({ detail }) => setName(detail.value.slice(0, MOST_TOKEN_NAME))}
          placeholder="nightly report"
          autoComplete={false}
          spellcheck={false}
          ariaRequired
          autoFocus
        />
      </FormField>
      <FormField label="Scope" description="What it may do. Never more than you may yourself, at any moment.">
        <RadioGroup
          value={scope}
          onChange={({ detail }) => setScope(detail.value as TokenScope)}
          items={useScopes()}
          ariaRequired
        />
      </FormField>
      <FormField label="Ends after" description="It cannot be made longer; make the next one and exchange it.">
        <Select
          selectedOption={DAYS.find(({ value }) => value === String(days)) ?? null}
          onChange={({ detail }) => setDays(Number(detail.selectedOption.value))}
          options={DAYS}
        />
      </FormField>
      {make.error && <ProblemView error={make.error} />}
    </ActionModal>
  );
}

function useScopes() {
  const { role, twoPeople } = useShellFacts();
  const mine = scopesOf(role);
  const second = twoPeople.acts.includes("admin-tokens") ? " Another administrator has to approve it first." : "";
  return TOKEN_SCOPES.map((value) => ({
    value,
    label: SCOPE_VIEW[value].label,
    disabled: !mine.includes(value),
    description: mine.includes(value)
      ? `${SCOPE_VIEW[value].explanation}${value === "admin" ? second : ""}`
      : `${SCOPE_VIEW[value].explanation} To make one you need to be ${ACTION_ROLE[actionToMake(value)]}.`,
  }));
}
