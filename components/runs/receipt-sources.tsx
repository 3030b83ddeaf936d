"use client";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { plural } from "@/lib/domain/format";
import type { Receipt, SourceObject } from "@/lib/domain/receipt";
import { STEP_TEXT } from "@/lib/domain/restore-steps";
import { Bytes } from "../parts/numbers";
import { tableWords } from "../parts/table-words";
import { Took } from "../parts/times";
import { Digest } from "./receipt-facts";
import styles from "./runs.module.css";

type Step = { name: string; ms: number };

/** What was read, byte for byte, and how long each step took: for whoever checks it later. */
export function ReceiptSources({ receipt }: { receipt: Receipt }) {
  const { source, durations } = receipt;
  const steps = Object.entries(durations).map(([name, ms]) => ({ name, ms }));
  return (
    <SpaceBetween size="s">
      <ExpandableSection headerText={`Read: ${plural(source.objects.length, "bundle")} from ${source.bucket}`}>
        <Table
          variant="borderless"
          items={source.objects}
          columnDefinitions={objectColumns(source.bucket)}
          wrapLines
          contentDensity="compact"
          ariaLabels={tableWords<SourceObject>("Bundles that were read", (each) => each.key)}
        />
      </ExpandableSection>
      <ExpandableSection headerText="How long each step took">
        <Table
          variant="borderless"
          items={steps}
          columnDefinitions={STEP_COLUMNS}
          contentDensity="compact"
          ariaLabels={tableWords<Step>("Steps", (each) => each.name)}
        />
      </ExpandableSection>
    </SpaceBetween>
  );
}

const objectColumns = (asked: string): TableProps.ColumnDefinition<SourceObject>[] => [
  { id: "key", header: "Object", isRowHeader: true, cell: (each) => <span className={styles.mono}>{each.key}</span> },
  { id: "bucket", header: "Bucket", cell: (each) => each.bucket ?? asked },
  {
    id: "version",
    header: "Version",
    cell: (each) => <span className={styles.mono}>{each.versionId ?? "–"}</span>,
  },
  { id: "sha256", header: "SHA-256", cell: (each) => <Digest text={each.sha256} /> },
  { id: "size", header: "Size", cell: (each) => <Bytes value={each.sizeBytes} /> },
];

const STEP_COLUMNS: TableProps.ColumnDefinition<Step>[] = [
  {
    id: "name",
    header: "Step",
    isRowHeader: true,
    cell: ({ name }) => (STEP_TEXT as Partial<Record<string, string>>)[name] ?? name,
  },
  { id: "took", header: "Took", cell: (each) => <Took ms={each.ms} /> },
];
