"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Pagination from "@cloudscape-design/components/pagination";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { formatNumber } from "@/lib/domain/format";
import type { Receipt } from "@/lib/domain/receipt";
import { Empty } from "../parts/empty";
import { tableWords } from "../parts/table-words";
import styles from "./runs.module.css";

type ReceiptRef = Receipt["refs"][number];

const PAGE_SIZE = 10;
const SHORT_SHA = 12;
const ORDER: Record<ReceiptRef["state"], number> = { missing: 0, different: 1, equal: 2 };

/** Every ref asked for and found; what differs stands first. */
export function ReceiptRefs({ refs, skipped }: Pick<Receipt, "refs" | "skipped">) {
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(
    [...refs].sort((a, b) => ORDER[a.state] - ORDER[b.state]),
    {
      filtering: { noMatch: <Empty title="No ref matches" />, empty: <Empty title="There were no refs to restore" /> },
      pagination: { pageSize: PAGE_SIZE },
    },
  );
  return (
    <>
      <Table
        {...collectionProps}
        variant="borderless"
        items={items}
        columnDefinitions={COLUMNS}
        trackBy="name"
        contentDensity="compact"
        ariaLabels={tableWords<ReceiptRef>("Refs compared", (ref) => ref.name)}
        filter={
          refs.length > PAGE_SIZE ? (
            <TextFilter
              {...filterProps}
              filteringAriaLabel="Find refs"
              filteringPlaceholder="Find refs"
              countText={`${filteredItemsCount} found`}
            />
          ) : undefined
        }
        pagination={refs.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
      />
      {skipped.length > 0 && (
        <ExpandableSection headerText={`Not restored: ${formatNumber(skipped.length)} refs`}>
          <ul>
            {skipped.slice(0, 200).map(({ name, why }) => (
              <li key={name}>
                <span className={styles.mono}>{name}</span>: {why}
              </li>
            ))}
          </ul>
        </ExpandableSection>
      )}
    </>
  );
}

const COLUMNS: TableProps.ColumnDefinition<ReceiptRef>[] = [
  { id: "name", header: "Ref", isRowHeader: true, cell: (ref) => <span className={styles.mono}>{ref.name}</span> },
  { id: "wanted", header: "In the backup", cell: (ref) => <Sha oid={ref.wanted} /> },
  { id: "found", header: "On GitHub", cell: (ref) => <Sha oid={ref.found} /> },
  {
    id: "state",
    header: "Compared",
    cell: ({ state }) => (
      <StatusIndicator type={state === "equal" ? "success" : "error"}>
        {state === "equal" ? "Equal" : state === "missing" ? "Missing" : "Different"}
      </StatusIndicator>
    ),
  },
];

function Sha({ oid }: { oid: string | undefined }) {
  return (
    <span className={styles.mono} title={oid}>
      {oid?.slice(0, SHORT_SHA) ?? "–"}
    </span>
  );
}
