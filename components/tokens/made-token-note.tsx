"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { tryLine } from "@/lib/domain/api/operation-view";
import type { MadeToken } from "@/lib/domain/api-token/token-views";
import { Commands } from "../parts/commands";
import { RouteLink } from "../parts/route-link";

/** The one time it is shown. */
export function MadeTokenNote({ made: { token, row }, onDismiss }: { made: MadeToken; onDismiss: () => void }) {
  return (
    <Alert
      type="success"
      dismissible
      dismissAriaLabel="I have copied it"
      onDismiss={onDismiss}
      header={`The token ${row.name}: copy it now, it is never shown again`}
    >
      <SpaceBetween size="s">
        <div data-testid="made-token">
          <Commands label="The token" lines={[token]} />
        </div>
        {row.state === "waiting" && (
          <Box color="inherit">
            It opens nothing before an administrator other than you has approved it. Send them to this page.
          </Box>
        )}
        <Box color="inherit">
          Keep it where your scripts keep secrets, and give it to them as a variable.{" "}
          <RouteLink href="/settings/api">What it opens</RouteLink>
        </Box>
        <Commands label="To try it: paste the token when it waits" lines={[tryLine(`${location.origin}/api/v1`)]} />
      </SpaceBetween>
    </Alert>
  );
}
