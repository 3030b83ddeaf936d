"use client";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TOKEN_STATE_VIEW } from "@/lib/domain/api-token/api-token";
import { SCOPE_VIEW } from "@/lib/domain/api-token/token-scope";
import type { TokenRow } from "@/lib/domain/api-token/token-views";
import { type Act, may } from "@/lib/domain/role";
import { ActionModal } from "../parts/action-modal";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useShellFacts } from "../shell/session-context";
import { sayOfToken, type TokenWord, tokensQuery } from "./queries";

/** What can be said of this token: that it ends; and, by another administrator, that it may begin. */
export function TokenActions({ row }: { row: TokenRow }) {
  const [word, setWord] = useState<TokenWord>();
  const { id: person, role } = useShellFacts();
  if (!TOKEN_STATE_VIEW[row.state].live) return <>–</>;
  const own = row.made_by.id === person;
  return (
    <>
      <SpaceBetween size="xxs" direction="horizontal">
        {row.state === "waiting" && (
          <RoleButton
            action="approve an API token"
            ariaLabel={`Approve ${row.name}`}
            disabled={own}
            disabledReason="You made it: another administrator has to approve it."
            onClick={() => setWord("approve")}
          >
            Approve
          </RoleButton>
        )}
        <RoleButton
          action="revoke an API token"
          ariaLabel={`Revoke ${row.name}`}
          disabled={!own && !may(role, "make an API token of an administrator")}
          disabledReason="Whoever made it can revoke it, and any administrator."
          onClick={() => setWord("revoke")}
        >
          Revoke
        </RoleButton>
      </SpaceBetween>
      {word && <WordModal row={row} word={word} onClose={() => setWord(undefined)} />}
    </>
  );
}

const WORDS: Record<TokenWord, { action: Act; button: string; text: (row: TokenRow) => string }> = {
  revoke: {
    action: "revoke an API token",
    button: "Revoke",
    text: () =>
      "Whatever uses it is refused from its next request on. That cannot be taken back; what it has done stays done.",
  },
  approve: {
    action: "approve an API token",
    button: "Approve",
    text: ({ made_by, scope, expires_at }) =>
      `From then on whoever has it acts as ${made_by.login}, until ${expires_at.slice(0, 10)}. ${SCOPE_VIEW[scope].explanation}`,
  },
};

function WordModal({ row, word, onClose }: { row: TokenRow; word: TokenWord; onClose: () => void }) {
  const queries = useQueryClient();
  const say = useMutation({
    mutationFn: () => sayOfToken(word, row.id),
    // Also when it was refused: most often somebody else was quicker.
    onSettled: () => queries.invalidateQueries({ queryKey: tokensQuery().queryKey }),
    onSuccess: onClose,
  });
  const { action, button, text } = WORDS[word];
  return (
    <ActionModal
      onClose={onClose}
      header={`${button} ${row.name}?`}
      cancel="Leave it"
      button={
        <RoleButton action={action} variant="primary" loading={say.isPending} onClick={() => say.mutate()}>
          {button}
        </RoleButton>
      }
    >
      <span>{text(row)}</span>
      {say.error && <ProblemView error={say.error} />}
    </ActionModal>
  );
}
