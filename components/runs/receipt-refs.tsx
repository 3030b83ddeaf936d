"use client";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import type { Receipt } from "@/lib/domain/receipt";
import { FindableTable } from "../parts/findable-table";
import styles from "./runs.module.css";

type ReceiptRef = Receipt["refs"][number];

const PAGE_SIZE = 10;
const SHORT_SHA = 12;
const ORDER: Record<ReceiptRef["state"], number> = { missing: 0, different: 1, equal: 2 };

/** Every ref asked for and found; what differs stands first. */
export function ReceiptRefs({ refs, skipped }: Pick<Receipt, "refs" | "skipped">) {
  return (
    <>
      <FindableTable
        rows={[...refs].sort((a, b) => ORDER[a.state] - ORDER[b.state])}
        columnDefinitions={COLUMNS}
        trackBy="name"
        variant="borderless"
        contentDensity="compact"
        label="Refs compared"
        nameOf={(ref) => ref.name}
        find={{ label: "Find refs", noMatch: "No ref matches" }}
        empty="There were no refs to restore"
        pageSize={PAGE_SIZE}
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
