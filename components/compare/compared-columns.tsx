"use client";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import {
  ANOMALY_DIFFERENCE,
  type ComparedRow,
  DIFFERENCE_VIEW,
  type Difference,
} from "@/lib/domain/compare/compare-entries";
import type { Comparison } from "@/lib/domain/compare/comparison";
import { plural } from "@/lib/domain/format";
import type { EntryRow } from "@/lib/domain/snapshot-detail";
import { historyAddress } from "../history/history-address";
import { OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { setUrlParams } from "../parts/use-url-param";

export const comparedColumns = ({ from, to }: Comparison): TableProps.ColumnDefinition<ComparedRow>[] => [
  {
    id: "repository",
    header: "Repository",
    sortingField: "repository",
    isRowHeader: true,
    cell: ({ repository, id, before, after }) => (
      <>
        <RouteLink href={historyAddress(repository, id)}>{repository}</RouteLink>
        {before && after && before.repository !== after.repository && <div>was {before.repository}</div>}
      </>
    ),
    minWidth: 200,
  },
  {
    id: "differences",
    header: "Differences",
    cell: ({ differences, after }) => (
      <SpaceBetween size="xxs">
        {differences.map((each) => (
          <DifferenceMark key={each} difference={each} after={after} />
        ))}
      </SpaceBetween>
    ),
    minWidth: 190,
  },
  {
    id: "before",
    header: from.snapshot,
    sortingField: "before",
    cell: ({ before }) => <Facts row={before} />,
    minWidth: 190,
  },
  {
    id: "after",
    header: to.snapshot,
    sortingField: "after",
    cell: ({ after }) => <Facts row={after} />,
    minWidth: 190,
  },
  { id: "refs", header: "Branches and tags", cell: (row) => <RefsButton row={row} />, minWidth: 150 },
];

function DifferenceMark({ difference, after }: { difference: Difference; after: EntryRow | undefined }) {
  const { label, indicator, meaning } = DIFFERENCE_VIEW[difference];
  const seen = (after?.anomalies ?? []).filter(({ kind }) => ANOMALY_DIFFERENCE[kind] === difference);
  return (
    <span title={[...seen.map(({ message }) => `${capital(message)}.`), meaning].join(" ")}>
      <StatusIndicator type={indicator}>{label}</StatusIndicator>
    </span>
  );
}

/** One side of the pair, short: outcome, refs, size, and what else may differ. */
function Facts({ row }: { row: EntryRow | undefined }) {
  if (!row) return <>Not in it</>;
  const refs = row.refs && `${plural(row.refs.heads, "branch", "branches")}, ${plural(row.refs.tags, "tag")}`;
  const other = [row.defaultBranch, row.visibility, row.archived ? "archived" : undefined];
  return (
    <>
      <OutcomeMark outcome={row.outcome} />
      <div>
        {refs}
        {refs && row.chainBytes > 0 && ", "}
        {row.chainBytes > 0 && <Bytes value={row.chainBytes} />}
      </div>
      <div>{other.filter(Boolean).join(", ")}</div>
    </>
  );
}

function RefsButton({ row: { repository, id, differences, before, after } }: { row: ComparedRow }) {
  if (!before || !after || !differences.includes("refs")) return <>–</>;
  return (
    <Button
      variant="inline-link"
      ariaLabel={`What changed in ${repository}`}
      onClick={() => setUrlParams({ repository, id: id === undefined ? undefined : String(id) }, "push")}
    >
      What changed
    </Button>
  );
}
