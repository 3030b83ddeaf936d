"use client";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { AlarmChangeView } from "@/lib/domain/alarm-report";
import { Empty } from "../parts/empty";
import { AlarmMark } from "../parts/mark";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import { Ago, Exact } from "../parts/times";

export function AlarmHistory({ history }: { history: AlarmChangeView[] }) {
  return (
    <Table
      items={history}
      columnDefinitions={COLUMNS}
      wrapLines
      header={
        <Header variant="h2" counter={`(${history.length})`}>
          Changes of state
        </Header>
      }
      ariaLabels={tableWords<AlarmChangeView>("Changes of state", (change) => change.at)}
      empty={<Empty title="No change yet">CloudWatch keeps the changes of the last 30 days.</Empty>}
    />
  );
}

const COLUMNS: TableProps.ColumnDefinition<AlarmChangeView>[] = [
  { id: "when", header: "When", isRowHeader: true, cell: (change) => <Ago at={change.at} />, minWidth: 100 },
  { id: "exact", header: "Exact time", cell: (change) => <Exact at={change.at} />, minWidth: 160 },
  { id: "to", header: "State", cell: ({ to }) => (to ? <AlarmMark state={to} /> : "–"), minWidth: 175 },
  {
    id: "run",
    header: "Run behind it",
    cell: ({ run }) => (run ? <RouteLink href={`/runs/${run}`}>{run}</RouteLink> : "–"),
    minWidth: 170,
  },
  { id: "summary", header: "CloudWatch's words", cell: (change) => change.summary, minWidth: 260 },
];
