"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { isRestorable, type RestorePoint } from "@/lib/domain/catalogue/repository-history";
import { formatNumber, plural } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { FindableTable } from "../parts/findable-table";
import { AnomalyMark, OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { RoleLink } from "../parts/role-link";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import { Ago } from "../parts/times";
import { useUrlParam } from "../parts/use-url-param";
import styles from "./history.module.css";
import { browseAddress, entryAddress, restoreAddress } from "./history-address";
import { openPoint } from "./open-point";

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
    cell: (point) => (
      <>
        <RouteLink href={entryAddress(point)}>{point.snapshot}</RouteLink>
        <Second>
          <Ago at={point.finishedAt} />
        </Second>
      </>
    ),
    minWidth: 180,
  },
  { id: "outcome", header: "Outcome", cell: ({ row }) => <OutcomeMark outcome={row.outcome} />, minWidth: 145 },
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
        : (row.reason?.message ?? <Stored stored={stored} />),
    minWidth: 180,
  },
  {
    id: "head",
    header: "Head",
    cell: ({ row }) => (
      <>
        <code title={row.head}>{row.head?.slice(0, 8) ?? "–"}</code>
        {row.refs && (
          <Second>
            {plural(row.refs.heads, "branch", "branches")}, {plural(row.refs.tags, "tag")}
          </Second>
        )}
      </>
    ),
    minWidth: 180,
  },
  { id: "size", header: "Size", cell: ({ row }) => <Bytes value={row.chainBytes || undefined} />, minWidth: 105 },
  { id: "where", header: "Where", cell: ({ sides }) => <Where sides={sides} />, minWidth: 140 },
  { id: "acts", header: "Restore", cell: (point) => <Acts point={point} />, minWidth: 155 },
];

function Stored({ stored }: Pick<RestorePoint, "stored">) {
  if (!stored) return <>Nothing new</>;
  return (
    <>
      {stored.kind === "full" ? "A full bundle" : "An increment"} of <Bytes value={stored.sizeBytes} />
    </>
  );
}

function Where({ sides }: Pick<RestorePoint, "sides">) {
  if (sides.length === 2) return <>Both buckets</>;
  return <StatusIndicator type="warning">{sides[0] === "replica" ? "Replica only" : "Primary only"}</StatusIndicator>;
}

function Acts({ point }: { point: RestorePoint }) {
  const { snapshot } = point;
  if (!isRestorable(point)) return <Box color="text-body-secondary">Nothing to restore</Box>;
  return (
    <div className={styles.acts}>
      <RoleLink action="restore a repository" to={restoreAddress(point)} ariaLabel={`Restore from ${snapshot}`}>
        Restore
      </RoleLink>
      <RoleLink action="browse a backup" to={browseAddress(point)} ariaLabel={`Browse ${snapshot}`}>
        Browse
      </RoleLink>
      <RoleLink action="download a backup" to={() => openPoint(point)} ariaLabel={`Download, verify ${snapshot}`}>
        Download, verify
      </RoleLink>
    </div>
  );
}

function matches({ snapshot, row }: RestorePoint, text: string): boolean {
  const words = [snapshot, row.repository, OUTCOME_VIEW[row.outcome].label, row.head ?? "", row.anomaly];
  return words.some((word) => word.toLowerCase().includes(text.toLowerCase()));
}
