"use client";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { formatNumber, plural } from "@/lib/domain/format";
import { HEARING_VIEW, type Hearing, protocolLabel, topicName } from "@/lib/domain/hearing";
import { Empty } from "../parts/empty";
import { ProblemView } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import { hearingsQuery } from "./queries";

/** Each subscription of the topics that alarms tell, those that hear nothing first. */
export function HearingsTable() {
  const query = useQuery(hearingsQuery());
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  const heard = query.data?.some(({ state }) => state === "confirmed");
  return (
    <Table
      items={query.data ?? []}
      columnDefinitions={COLUMNS}
      trackBy={keyOf}
      wrapLines
      loading={query.isPending}
      loadingText="Reading the subscriptions"
      ariaLabels={tableWords<Hearing>("Who is told", nameOf)}
      data-testid="hearings"
      empty={
        <Empty title="Nobody hears of alarms">
          No alarm has a topic to tell. Deploy the monitoring stack with an address in alarms.emails.
        </Empty>
      }
      header={
        <Header
          variant="h2"
          counter={query.data && `(${formatNumber(query.data.length)})`}
          description={
            query.data && query.data.length > 0 && !heard
              ? "Nobody hears of alarms: no subscription is confirmed"
              : "The SNS subscriptions of the topics that the alarms tell, when they ring and when it is over"
          }
        >
          Who is told
        </Header>
      }
    />
  );
}

const nameOf = ({ address, topic }: Hearing): string => address ?? topicName(topic);
const keyOf = ({ topic, protocol, address }: Hearing): string => `${topic} ${protocol} ${address}`;

const COLUMNS: TableProps.ColumnDefinition<Hearing>[] = [
  { id: "address", header: "Address", isRowHeader: true, cell: ({ address }) => address ?? "–", minWidth: 200 },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => (
      <StatusIndicator type={HEARING_VIEW[state].indicator}>{HEARING_VIEW[state].label}</StatusIndicator>
    ),
    minWidth: 175,
  },
  { id: "protocol", header: "By", cell: ({ protocol }) => (protocol ? protocolLabel(protocol) : "–"), minWidth: 90 },
  {
    id: "topic",
    header: "Topic",
    cell: ({ topic, alarms }) => (
      <span title={topic}>
        {topicName(topic)}, told by {plural(alarms, "alarm")}
      </span>
    ),
    minWidth: 180,
  },
  { id: "hint", header: "What to do", cell: ({ state }) => HEARING_VIEW[state].hint, minWidth: 280 },
];
