"use client";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { type DrillItem, type DrillRecord, SIZE_CLASS_VIEW } from "@/lib/domain/drill";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import { Took } from "../parts/times";
import { ReceiptLink } from "./receipt-link";

/** What a drill restored, how long each took, and whether what it made is gone again. */
export function DrillPanel({ drill }: { drill: DrillRecord }) {
  const where = drill.organisation
    ? `Into new repositories of ${drill.organisation}`
    : "Rebuilt on the worker's own disk";
  return (
    <DrillTable
      drill={drill}
      header={
        <Header
          variant="h2"
          counter={`(${drill.items.length})`}
          description={
            <>
              {where}, from <RouteLink href={`/snapshots/${drill.snapshot}`}>snapshot {drill.snapshot}</RouteLink> in
              the {drill.side} bucket
            </>
          }
        >
          Repositories of the drill
        </Header>
      }
    />
  );
}

interface DrillTableProps {
  drill: DrillRecord;
  header: ReactNode;
  variant?: TableProps.Variant;
}

export function DrillTable({ drill, header, variant = "container" }: DrillTableProps) {
  return (
    <Table
      variant={variant}
      items={drill.items}
      columnDefinitions={columns(drill)}
      trackBy="repository"
      wrapLines
      ariaLabels={tableWords<DrillItem>("Repositories of the drill", ({ repository }) => repository)}
      header={header}
    />
  );
}

const columns = ({ mode }: DrillRecord): TableProps.ColumnDefinition<DrillItem>[] => [
  { id: "repository", header: "Repository", isRowHeader: true, cell: ({ repository }) => repository, minWidth: 180 },
  { id: "state", header: "Came back", cell: (item) => <CameBack item={item} />, minWidth: 200 },
  {
    id: "time",
    header: "Time",
    cell: ({ seconds }) => (seconds === undefined ? "–" : <Took ms={seconds * 1000} />),
    minWidth: 90,
  },
  { id: "refs", header: "Refs compared", cell: ({ refs }) => refs ?? "–", minWidth: 110 },
  { id: "size", header: "Size", cell: ({ bytes }) => <Bytes value={bytes} />, minWidth: 90 },
  { id: "class", header: "Size class", cell: (item) => <SizeClass item={item} />, minWidth: 100 },
  ...(mode === "github"
    ? [
        { id: "removed", header: "Taken away", cell: (item: DrillItem) => <TakenAway item={item} />, minWidth: 150 },
        { id: "receipt", header: "Receipt", cell: (item: DrillItem) => <ReceiptLink {...item} />, minWidth: 100 },
      ]
    : []),
];

function SizeClass({ item: { size_class: each } }: { item: DrillItem }) {
  return <span title={SIZE_CLASS_VIEW[each].label}>{SIZE_CLASS_VIEW[each].name}</span>;
}

function CameBack({ item: { state, problem } }: { item: DrillItem }) {
  if (state === "restored") return <StatusIndicator type="success">Whole</StatusIndicator>;
  if (state === "waiting") return <StatusIndicator type="pending">Not yet</StatusIndicator>;
  return (
    <>
      <StatusIndicator type="error">No</StatusIndicator>
      {problem && <div>{problem.message}</div>}
    </>
  );
}

function TakenAway({ item: { removed, target } }: { item: DrillItem }) {
  if (!target) return <StatusIndicator type="info">Nothing was made</StatusIndicator>;
  if (removed) return <StatusIndicator type="success">Gone again</StatusIndicator>;
  return (
    <>
      <StatusIndicator type="warning">May still be there</StatusIndicator>
      <div>{target}</div>
    </>
  );
}
