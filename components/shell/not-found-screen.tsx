"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import { RouteLink } from "../parts/route-link";

export function NotFoundScreen() {
  return (
    <Box padding="l" data-testid="not-found">
      <h1>There is no such page</h1>
      <Alert type="info" header="The address does not lead anywhere">
        Check it, or choose from the lists: <RouteLink href="/">overview</RouteLink>,{" "}
        <RouteLink href="/snapshots">snapshots</RouteLink>, <RouteLink href="/runs">runs</RouteLink>,{" "}
        <RouteLink href="/alarms">alarms</RouteLink>.
      </Alert>
    </Box>
  );
}
