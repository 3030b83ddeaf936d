"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import type { RestorePoint } from "@/lib/domain/catalogue/repository-history";
import { formatBytes, formatNumber } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { FindableTable } from "../parts/findable-table";
import { AnomalyMark, OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useUrlParam } from "../parts/use-url-param";
import { entryAddress } from "./history-facts";

const PAGE_SIZE = 30;

/** Every snapshot that has the repository, newest first; or only those in which something had become of it. */
export function PointsTable({ points }: { points: readonly RestorePoint[] }) {
  const [find, setFind] = useUrlParam("find");
  const [show, setShow] = useUrlParam("show");
  const news = points.filter((point) => point.news);
  const all = show === "all" || news.length === 0;
  return (
    <SpaceBetween size="s">
      <Toggle checked={all} onChange={({ detail }) => setShow(detail.checked ? "all" : undefined)}>
        Show snapshots in which nothing changed ({formatNumber(points.length - news.length)})
      </Toggle>
      <FindableTable
        rows={all ? points : news}
        columnDefinitions={COLUMNS}
        trackBy="snapshot"
        label="Restore points"
        nameOf={({ snapshot }) => snapshot}
        variant="embedded"
        wrapLines
        pageSize={PAGE_SIZE}
        testId="restore-points"
        empty="No snapshot has it"
        find={{
          label: "Find restore points",
          placeholder: "Find by date, name, outcome or commit",
          noMatch: "No restore point matches",
          matches,
          kept: [find, setFind],
        }}
      />
    </SpaceBetween>
  );
}

const COLUMNS: TableProps.ColumnDefinition<RestorePoint>[] = [
  {
    id: "snapshot",
    header: "Snapshot",
    isRowHeader: true,
    cell: (point) => <RouteLink href={entryAddress(point)}>{point.snapshot}</RouteLink>,
    minWidth: 130,
  },
  { id: "finished", header: "Finished", cell: ({ finishedAt }) => <Ago at={finishedAt} />, minWidth: 110 },
  { id: "outcome", header: "Outcome", cell: ({ row }) => <OutcomeMark outcome={row.outcome} />, minWidth: 130 },
  {
    id: "what",
    header: "What became of it",
    cell: ({ row, stored }) =>
      row.anomalies.length > 0
        ? row.anomalies.map(({ kind, message }) => (
            <div key={kind} title={message}>
              <AnomalyMark kind={kind} />
            </div>
          ))
        : (row.reason?.message ?? storedWords(stored)),
    minWidth: 180,
  },
  {
    id: "head",
    header: "Head",
    cell: ({ row }) => <code title={row.head}>{row.head?.slice(0, 8) ?? "–"}</code>,
    minWidth: 95,
  },
  {
    id: "refs",
    header: "Branches, tags",
    cell: ({ row }) => (row.refs ? `${row.refs.heads}, ${row.refs.tags}` : "–"),
    minWidth: 115,
  },
  { id: "size", header: "Size", cell: ({ row }) => <Bytes value={row.chainBytes || undefined} />, minWidth: 105 },
  { id: "where", header: "Where", cell: ({ sides }) => <Where sides={sides} />, minWidth: 140 },
  { id: "acts", header: "Restore", cell: (point) => <Acts point={point} />, minWidth: 150 },
];

function storedWords(stored: RestorePoint["stored"]): string {
  if (!stored) return "Nothing new";
  return `${stored.kind === "full" ? "A full bundle" : "An increment"} of ${formatBytes(stored.sizeBytes)}`;
}

function Where({ sides }: Pick<RestorePoint, "sides">) {
  if (sides.length === 2) return <>Both buckets</>;
  return <StatusIndicator type="warning">{sides[0] === "replica" ? "Replica only" : "Primary only"}</StatusIndicator>;
}

function Acts({ point: { snapshot, row, sides, chain } }: { point: RestorePoint }) {
  if (!OUTCOME_VIEW[row.outcome].safe || chain.length === 0)
    return <Box color="text-body-secondary">Nothing to restore</Box>;
  const source = sides.includes("primary") ? "primary" : "replica";
  const restore = new URLSearchParams({ snapshot, repository: row.repository, source });
  return (
    <SpaceBetween direction="horizontal" size="s">
      <RouteLink href={`/restore?${restore}`} ariaLabel={`Restore from ${snapshot}`}>
        Restore
      </RouteLink>
      <RouteLink href={`/snapshots/${snapshot}/browse/${row.repository}`} ariaLabel={`Browse ${snapshot}`}>
        Browse
      </RouteLink>
    </SpaceBetween>
  );
}

function matches({ snapshot, row }: RestorePoint, text: string): boolean {
  const words = [snapshot, row.repository, OUTCOME_VIEW[row.outcome].label, row.head ?? "", row.anomaly];
  return words.some((word) => word.toLowerCase().includes(text.toLowerCase()));
}
