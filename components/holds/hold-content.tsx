"use client";
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import { HOLD_STATE_VIEW, type HoldItem, type HoldRecord, isKept } from "@/lib/domain/hold-run";
import { Bytes } from "../parts/numbers";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import { Exact } from "../parts/times";
import { CopyExpires } from "./held-until";
import styles from "./holds.module.css";

/** Few enough to be seen at once. */
const OPEN_UP_TO = 50;

/** What became of each repository: what is not held first, then what is, since when and until when. */
export function HoldContent({ hold: { items = [], counts } }: { hold: HoldRecord }) {
  const failed = items.filter(({ state }) => state === "failed");
  const kept = items.filter(isKept);
  const empty = items.filter(({ state }) => state === "nothing");
  const told = counts ? counts.held + counts.renewed + counts.already : kept.length;
  return (
    <SpaceBetween size="l">
      {failed.length > 0 && (
        <Table
          items={failed}
          columnDefinitions={[REPOSITORY, REASON]}
          trackBy="repo"
          wrapLines
          ariaLabels={tableWords<HoldItem>("Not held", ({ repo }) => repo)}
          header={
            <Header variant="h2" counter={`(${formatNumber(counts?.failed ?? failed.length)})`}>
              Not held
            </Header>
          }
        />
      )}
      {kept.length > 0 && (
        <ExpandableSection
          variant="container"
          headerText="Held"
          headerCounter={`(${formatNumber(told)})`}
          defaultExpanded={kept.length <= OPEN_UP_TO}
        >
          <Table
            variant="borderless"
            items={kept}
            columnDefinitions={[REPOSITORY, ...HELD_COLUMNS]}
            trackBy="repo"
            wrapLines
            ariaLabels={tableWords<HoldItem>("Held", ({ repo }) => repo)}
          />
        </ExpandableSection>
      )}
      {empty.length > 0 && (
        <Box data-testid="nothing-to-hold">
          Empty, so there is nothing to hold: {empty.map(({ repo }) => repo).join(", ")}
        </Box>
      )}
    </SpaceBetween>
  );
}

const REPOSITORY: TableProps.ColumnDefinition<HoldItem> = {
  ...{ id: "repo", header: "Repository", isRowHeader: true, cell: ({ repo }) => repo, width: 220, minWidth: 140 },
};

const REASON: TableProps.ColumnDefinition<HoldItem> = {
  id: "reason",
  header: "Reason and what to do",
  minWidth: 260,
  cell: ({ problem, last_good_snapshot: last }) => (
    <>
      {problem && (
        <>
          {capital(problem.message)}.<Box color="text-body-secondary">{problem.hint}</Box>
        </>
      )}
      {last && <RouteLink href={`/snapshots/${last}`}>Open snapshot {last}</RouteLink>}
    </>
  ),
};

const HELD_COLUMNS: TableProps.ColumnDefinition<HoldItem>[] = [
  { id: "state", header: "Outcome", cell: ({ state }) => <HoldMark state={state} />, width: 160, minWidth: 145 },
  { id: "bytes", header: "Size", cell: ({ bytes }) => <Bytes value={bytes} />, width: 110, minWidth: 100 },
  { id: "since", header: "Held since", cell: ({ placed_at: at }) => <Exact at={at} />, width: 220, minWidth: 190 },
  {
    id: "until",
    header: "Expires",
    cell: ({ copied_at: at }) => <CopyExpires copiedAt={at} />,
    width: 130,
    minWidth: 120,
  },
  {
    id: "where",
    header: "Below",
    cell: ({ prefix }) => <span className={styles.key}>{prefix ?? "–"}</span>,
    minWidth: 260,
  },
];

function HoldMark({ state }: Pick<HoldItem, "state">) {
  const { indicator, label } = HOLD_STATE_VIEW[state];
  return <StatusIndicator type={indicator}>{label}</StatusIndicator>;
}
