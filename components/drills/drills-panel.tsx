"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { DrillsNow } from "@/lib/domain/drills-now";
import { STANDBY_SENTENCE } from "@/lib/domain/standby";
import { StaleNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { ProblemNote } from "../parts/problem";
import { QueryView } from "../parts/query-view";
import { RouteLink } from "../parts/route-link";
import { DrillTable } from "../runs/drill-panel";
import { useShellFacts } from "../shell/session-context";
import { DrillFacts } from "./drill-facts";
import { drillsInterval, drillsQuery } from "./queries";
import { StartDrillButton } from "./start-drill-button";

/** Whether a restore works and how long it takes, as the drills have measured it; and where one is started. */
export function DrillsPanel() {
  const query = useQuery(drillsQuery());
  const drills = query.data;
  return (
    <div data-testid="drills">
      <Container
        header={
          <Header
            variant="h2"
            description="A few repositories are restored for real, compared, timed and taken away again"
            actions={drills && <DrillAction drills={drills} />}
          >
            Restore drills
          </Header>
        }
      >
        <QueryView query={query} what="the drills">
          {(known) => (
            <>
              <StaleNote query={query} intervalMs={drillsInterval(known)} />
              <DrillsContent drills={known} />
            </>
          )}
        </QueryView>
      </Container>
    </div>
  );
}

function DrillAction({ drills: { active, task, sample } }: { drills: DrillsNow }) {
  if (active) return <RouteLink href={`/runs/${active}`}>Follow the drill that goes on</RouteLink>;
  return task && <StartDrillButton task={task} sample={sample} />;
}

function DrillsContent({ drills }: { drills: DrillsNow }) {
  const { task, last, cameToNothing, active } = drills;
  return (
    <SpaceBetween size="l">
      {cameToNothing && (
        <ProblemNote
          problem={cameToNothing.problem}
          action={<RouteLink href={`/runs/${cameToNothing.run}`}>Open that run</RouteLink>}
        />
      )}
      {!task && <NotSwitchedOn />}
      {last && <DrillFacts drills={drills} />}
      {last && (
        <DrillTable
          drill={last.drill}
          variant="borderless"
          header={<Header variant="h3">Repositories of the last drill</Header>}
        />
      )}
      {!last && task && !active && <NoDrills drills={drills} />}
    </SpaceBetween>
  );
}

function NotSwitchedOn() {
  const { standby } = useShellFacts();
  if (standby) return <Box color="text-body-secondary">{STANDBY_SENTENCE}</Box>;
  return (
    <Box color="text-body-secondary">
      Drills are not switched on here. To switch them on, set <Box variant="code">verification.drill</Box> in{" "}
      <Box variant="code">infra/environments.ts</Box> and deploy. By hand:{" "}
      <Box variant="code">npm run worker -- drill</Box>
    </Box>
  );
}

function NoDrills({ drills: { intervalDays } }: { drills: DrillsNow }) {
  return (
    <Empty title="No drill yet">
      Until a restore has been tried, nobody knows how long it takes.{" "}
      {intervalDays
        ? "The schedule starts the first drill by itself; you can also run it now."
        : "Run the first one now."}
    </Empty>
  );
}
