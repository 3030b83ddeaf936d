"use client";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MOST_TOKEN_DAYS, STANDING_DAYS, TOKEN_STATE_VIEW } from "@/lib/domain/api-token/api-token";
import type { MadeToken, TokenRow } from "@/lib/domain/api-token/token-views";
import { AgeNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { ProblemNote, ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { tableWords } from "../parts/table-words";
import { POLL_MS } from "../polling";
import { MadeTokenNote } from "./made-token-note";
import { MakeTokenModal } from "./make-token-modal";
import { tokensQuery } from "./queries";
import { TOKEN_COLUMNS } from "./token-columns";

/** Every token there was; those that can still be used stand first. */
export function TokensScreen() {
  const query = useQuery(tokensQuery());
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeToken>();
  const tokens = query.data?.tokens ?? [];
  const live = tokens.filter(({ state }) => TOKEN_STATE_VIEW[state].live).length;
  const button = <MakeButton onPress={() => setMaking(true)} />;
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <>
      <Table
        variant="full-page"
        wrapLines
        items={tokens}
        columnDefinitions={TOKEN_COLUMNS}
        trackBy="id"
        loading={query.isPending}
        loadingText="Reading the tokens"
        ariaLabels={tableWords<TokenRow>("API tokens", ({ name }) => name)}
        empty={<NoTokens action={button} />}
        header={
          <SpaceBetween size="m">
            <Header
              variant="awsui-h1-sticky"
              counter={query.data ? `(${live} of ${tokens.length} in use)` : undefined}
              description={<AgeNote query={query} intervalMs={POLL_MS.idleList} />}
              actions={button}
            >
              API tokens
            </Header>
            <Box color="text-body-secondary">
              For scripts, at <code>/api/v1</code>. A token may what its scope says and never more than whoever made it.
              It ends after {MOST_TOKEN_DAYS} days at most; when its maker signs out everywhere, loses the role, or does
              not sign in for {STANDING_DAYS} days; and when somebody revokes it.
            </Box>
            {made && <MadeTokenNote made={made} onDismiss={() => setMade(undefined)} />}
            {query.data?.unreadable.map(({ id, problem }) => (
              <ProblemNote key={id} problem={problem} />
            ))}
          </SpaceBetween>
        }
      />
      {making && (
        <MakeTokenModal
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false);
            setMade(token);
          }}
        />
      )}
    </>
  );
}

function MakeButton({ onPress }: { onPress: () => void }) {
  return (
    <RoleButton action="make an API token" variant="primary" onClick={onPress}>
      Make a token
    </RoleButton>
  );
}

function NoTokens({ action }: { action: React.ReactNode }) {
  return (
    <Empty title="There is no token yet" action={action}>
      With one, a script reads what this console shows, starts backups and restores, without a browser.
    </Empty>
  );
}
