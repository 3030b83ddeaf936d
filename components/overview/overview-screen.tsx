"use client";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { Overview } from "@/lib/domain/overview";
import { knownValue } from "@/lib/domain/part";
import { WaitingAlerts } from "../approvals/waiting-alerts";
import { DrillsPanel } from "../drills/drills-panel";
import { AgeNote } from "../parts/age-note";
import { ProblemNote } from "../parts/problem";
import { QueryView } from "../parts/query-view";
import { StartBackupButton } from "../runs/start-backup-button";
import { AlarmsPanel } from "./alarms-panel";
import { AnomaliesPanel } from "./anomalies-panel";
import { CopiesPanel } from "./copies-panel";
import { FirstStepsPanel } from "./first-steps-panel";
import { KeyNumbers } from "./key-numbers";
import { MonthStrip } from "./month-strip";
import { overviewInterval, overviewQuery } from "./queries";
import { RunsPanel } from "./runs-panel";
import { StoredChart } from "./stored-chart";
import { TrendsPanel } from "./trends-panel";
import { VerdictPanel } from "./verdict-panel";

export function OverviewScreen() {
  const query = useQuery(overviewQuery());
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={<StartBackupButton />}
          description={<AgeNote query={query} intervalMs={overviewInterval(query.data)} />}
        >
          Overview
        </Header>
      }
    >
      <QueryView query={query} what="the state of the backups">
        {(overview) => <OverviewContent overview={overview} />}
      </QueryView>
    </ContentLayout>
  );
}

function OverviewContent({ overview }: { overview: Overview }) {
  const rows = knownValue(overview.snapshots) ?? [];
  const newest = rows.find((row) => row.summary);
  const coverage = knownValue(overview.coverage);
  const runs = knownValue(overview.runs) ?? [];
  return (
    <SpaceBetween size="l">
      <VerdictPanel overview={overview} />
      <FirstStepsPanel />
      <WaitingAlerts />
      <AnomaliesPanel rows={rows} />
      {newest?.summary && coverage && <KeyNumbers summary={newest.summary} coverage={coverage} overview={overview} />}
      {!overview.coverage.known && overview.snapshots.known && <ProblemNote problem={overview.coverage.problem} />}
      <ColumnLayout columns={3} minColumnWidth={260}>
        <RunsPanel overview={overview} />
        <AlarmsPanel alarms={overview.alarms} />
        <CopiesPanel snapshots={overview.snapshots} coverage={coverage} alarms={overview.alarms} />
      </ColumnLayout>
      <DrillsPanel />
      {runs.length > 0 && <TrendsPanel rows={rows} runs={runs} />}
      {newest && <MonthStrip rows={rows} />}
      {newest && <StoredChart rows={rows} />}
    </SpaceBetween>
  );
}
