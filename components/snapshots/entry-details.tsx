"use client";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { plural } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import type { EntryDetail } from "@/lib/domain/snapshot-detail";
import { EntryHeld, EntryHeldByHand } from "../holds/entry-held";
import { Commands } from "../parts/commands";
import { OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { tableWords } from "../parts/table-words";
import { DownloadPanel } from "../restore/download-panel";
import { EntryAnomalies, HeldByHand } from "./entry-anomalies";
import { EntryProofs } from "./entry-proofs";
import styles from "./snapshots.module.css";

export function EntryDetails({ entry }: { entry: EntryDetail }) {
  const { row, chain, commands } = entry;
  return (
    <SpaceBetween size="l">
      <EntryAnomalies entry={entry} />
      <EntryHeld entry={entry} />
      <KeyValuePairs
        columns={3}
        minColumnWidth={150}
        items={[
          { label: "Outcome", value: <OutcomeMark outcome={row.outcome} /> },
          { label: "Default branch", value: row.defaultBranch ?? "–" },
          { label: "Visibility", value: `${row.visibility ?? "not recorded"}${row.archived ? ", archived" : ""}` },
          { label: "Head", value: <span className={`${styles.mono} ${styles.break}`}>{row.head ?? "–"}</span> },
          {
            label: "Refs",
            value: row.refs
              ? `${plural(row.refs.heads, "branch", "branches")}, ${plural(row.refs.tags, "tag")}, ${plural(row.refs.other, "other")}`
              : "not recorded",
          },
          { label: "Checked while its last bundle was written", value: <Checks entry={entry} /> },
        ]}
      />
      <Box color="text-body-secondary">
        {row.reason ? `${row.reason.message}. ${row.reason.hint}` : OUTCOME_VIEW[row.outcome].explanation}
      </Box>
      {entry.warnings.map((warning) => (
        <Box key={warning}>{warning}</Box>
      ))}
      {chain.length > 0 && (
        <Table
          variant="embedded"
          header={<Box variant="h3">Bundles that rebuild it</Box>}
          items={chain}
          columnDefinitions={CHAIN_COLUMNS}
          wrapLines
          ariaLabels={tableWords<Link>("Bundles", (link) => link.key)}
        />
      )}
      {chain.length > 0 && <EntryProofs entry={entry} />}
      <DownloadPanel entry={entry} />
      {commands.length > 0 && (
        <SpaceBetween size="xs">
          <Box variant="h3">Restore it by hand</Box>
          <Commands lines={commands} label={`Commands that rebuild ${row.repository} from ${entry.bucket}`} />
        </SpaceBetween>
      )}
      <HeldByHand entry={entry} />
      <EntryHeldByHand entry={entry} />
    </SpaceBetween>
  );
}

/** What was looked at as the bundle streamed by, in the manifest's own words, and what was not. */
function Checks({ entry: { checks, notChecked } }: { entry: EntryDetail }) {
  return (
    <>
      {checks.join(", ") || "not recorded"}
      {notChecked.map((each) => (
        <Box key={each} color="text-body-secondary" fontSize="body-s">
          {each}
        </Box>
      ))}
    </>
  );
}

type Link = EntryDetail["chain"][number];

const SHORT_HASH = 12;

const CHAIN_COLUMNS: TableProps.ColumnDefinition<Link>[] = [
  { id: "kind", header: "Kind", cell: (link) => (link.kind === "full" ? "Full" : "Incremental") },
  { id: "size", header: "Size", cell: (link) => <Bytes value={link.sizeBytes} /> },
  {
    id: "key",
    header: "Object",
    isRowHeader: true,
    cell: (link) => <span className={`${styles.mono} ${styles.break}`}>{link.key}</span>,
  },
  {
    id: "sha256",
    header: "SHA-256",
    cell: (link) => (
      <span className={styles.mono} title={link.sha256}>
        {link.sha256?.slice(0, SHORT_HASH) ?? "none"}
      </span>
    ),
  },
];
