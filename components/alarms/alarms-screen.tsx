"use client";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { type AlarmReport, SEVERITY_VIEW } from "@/lib/domain/alarm-report";
import { STANDBY_ALARMS } from "@/lib/domain/standby";
import { AgeNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { AlarmMark } from "../parts/mark";
import { ProblemView } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import { Ago } from "../parts/times";
import { POLL_MS } from "../polling";
import { useShellFacts } from "../shell/session-context";
import { HearingsTable } from "./hearings-table";
import { alarmsQuery } from "./queries";

/** Every alarm, worst first, with what it means; and who is told. A standby has neither. */
export function AlarmsScreen() {
  const { standby } = useShellFacts();
  return (
    <SpaceBetween size="l">
      <AlarmsTable />
      {!standby && <HearingsTable />}
    </SpaceBetween>
  );
}

function AlarmsTable() {
  const query = useQuery(alarmsQuery());
  const { standby } = useShellFacts();
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      variant="full-page"
      stickyHeader
      wrapLines
      items={query.data ?? []}
      columnDefinitions={COLUMNS}
      trackBy="name"
      loading={query.isPending}
      loadingText="Reading the alarms"
      ariaLabels={tableWords<AlarmReport>("Alarms", (alarm) => alarm.title)}
      empty={<Empty title="No alarms">{standby ? STANDBY_ALARMS : "They are set up when Holdfast is deployed."}</Empty>}
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={query.data && `(${query.data.length})`}
          description={<AgeNote query={query} intervalMs={POLL_MS.alarms} />}
        >
          Alarms
        </Header>
      }
    />
  );
}

const COLUMNS: TableProps.ColumnDefinition<AlarmReport>[] = [
  {
    id: "title",
    header: "Alarm",
    isRowHeader: true,
    cell: (alarm) => <RouteLink href={`/alarms/${encodeURIComponent(alarm.name)}`}>{alarm.title}</RouteLink>,
    minWidth: 220,
  },
  { id: "state", header: "State", cell: (alarm) => <AlarmMark state={alarm.state} />, minWidth: 175 },
  { id: "since", header: "Since", cell: (alarm) => <Ago at={alarm.since} />, minWidth: 100 },
  { id: "severity", header: "Severity", cell: (alarm) => SEVERITY_VIEW[alarm.severity].label, minWidth: 100 },
  {
    id: "meaning",
    header: "What it means in alarm",
    cell: (alarm) => (
      <>
        {alarm.meaning}
        {alarm.run && (
          <Box>
            <RouteLink href={`/runs/${alarm.run}`}>The run behind it</RouteLink>
          </Box>
        )}
      </>
    ),
    minWidth: 320,
  },
];
