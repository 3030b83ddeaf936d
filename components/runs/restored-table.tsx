"use client";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import { ITEM_STATES, type ItemState, type RestoredItem, type RestoreRecord } from "@/lib/domain/restore-record";
import { FindableTable } from "../parts/findable-table";
import { ProblemLines } from "../parts/problem";
import { useUrlParam } from "../parts/use-url-param";
import { ReceiptLink } from "./receipt-link";
import styles from "./runs.module.css";

const VIEW: Record<ItemState, { label: string; indicator: StatusIndicatorProps.Type; order: number }> = {
  failed: { label: "Failed", indicator: "error", order: 0 },
  refused: { label: "Refused", indicator: "error", order: 1 },
  running: { label: "Going on", indicator: "in-progress", order: 2 },
  waiting: { label: "Waiting", indicator: "pending", order: 3 },
  done: { label: "Restored", indicator: "success", order: 4 },
  skipped: { label: "Restored before", indicator: "success", order: 5 },
};

const PAGE_SIZE = 25;

/** Every repository of a restore of many: what failed first, with why and what to do. */
export function RestoredTable({ restore }: { restore: RestoreRecord }) {
  const kept = useUrlParam("find");
  const rows = [...(restore.restored ?? [])].sort((a, b) => VIEW[a.state].order - VIEW[b.state].order);
  const total = restore.counts?.total ?? rows.length;
  return (
    <FindableTable
      rows={rows}
      columnDefinitions={COLUMNS}
      trackBy="repository"
      wrapLines
      label="Repositories of the restore"
      nameOf={(row) => row.repository}
      find={{
        label: "Find repositories",
        placeholder: "Find by name or state",
        noMatch: "No repository matches",
        matches,
        kept,
      }}
      pageSize={PAGE_SIZE}
      testId="restored"
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(total)})`}
          description={rows.length < total ? `The first ${formatNumber(rows.length)}, trouble first` : undefined}
          info={<Counts restore={restore} />}
        >
          Repositories
        </Header>
      }
    />
  );
}

/** `3 failed, 1 refused, 26 restored`: all of them, also those the record does not name. */
function Counts({ restore: { counts, restored = [] } }: { restore: RestoreRecord }) {
  const count = (state: ItemState) =>
    state === "waiting" || state === "running"
      ? restored.filter((each) => each.state === state).length
      : (counts?.[state] ?? 0);
  const states = [...ITEM_STATES].sort((a, b) => VIEW[a].order - VIEW[b].order).filter((state) => count(state) > 0);
  return (
    <span role="status" aria-live="polite" data-testid="restored-counts">
      <SpaceBetween direction="horizontal" size="s">
        {states.map((state) => (
          <StatusIndicator key={state} type={VIEW[state].indicator}>
            {formatNumber(count(state))} {VIEW[state].label.toLowerCase()}
          </StatusIndicator>
        ))}
      </SpaceBetween>
    </span>
  );
}

function matches({ repository, target, state }: RestoredItem, text: string): boolean {
  const words: string[] = [repository, target ?? "", VIEW[state].label];
  return words.some((word) => word.toLowerCase().includes(text.toLowerCase()));
}

const COLUMNS: TableProps.ColumnDefinition<RestoredItem>[] = [
  { id: "repository", header: "Repository", isRowHeader: true, cell: (row) => row.repository, minWidth: 150 },
  {
    id: "target",
    header: "New repository",
    cell: ({ target, url }) =>
      url ? (
        <Link href={url} external externalIconAriaLabel="Opens GitHub in a new tab">
          {target}
        </Link>
      ) : (
        (target ?? "–")
      ),
    minWidth: 170,
  },
  {
    id: "state",
    header: "State",
    cell: ({ state, problem }) => (
      <div className={styles.failure}>
        <StatusIndicator type={VIEW[state].indicator}>{VIEW[state].label}</StatusIndicator>
        {problem && <ProblemLines problem={problem} />}
      </div>
    ),
    minWidth: 240,
  },
  { id: "receipt", header: "Receipt", cell: (row) => <ReceiptLink {...row} />, minWidth: 110 },
];
