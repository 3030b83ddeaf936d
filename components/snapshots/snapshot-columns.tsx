"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import { explainShare, type ProvenShare, type ShareState, shareState } from "@/lib/domain/proven-share";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { rowState } from "@/lib/domain/snapshot-row";
import { startedBy } from "@/lib/domain/started-by";
import { ReplicaMark, RowMark, ShareMark, SideMark } from "../parts/mark";
import { Bytes, OutOf } from "../parts/numbers";
import { RoleLink } from "../parts/role-link";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import { Ago, Took } from "../parts/times";
import { useNow } from "../shell/clock";
import styles from "./snapshots.module.css";

export const SNAPSHOT_COLUMNS: TableProps.ColumnDefinition<SnapshotRow>[] = [
  {
    id: "id",
    header: "Snapshot",
    isRowHeader: true,
    cell: (row) => <Name row={row} />,
    minWidth: 165,
  },
  { id: "state", header: "State", cell: (row) => <State row={row} />, minWidth: 125 },
  { id: "proof", header: "Proof", cell: (row) => <Proof row={row} />, minWidth: 140 },
  { id: "added", header: "Added", cell: (row) => <Added row={row} />, minWidth: 110 },
  { id: "trigger", header: "Started by", cell: (row) => <StartedBy row={row} />, minWidth: 110 },
  { id: "primary", header: "Primary", cell: (row) => <Copy row={row} side="primary" />, minWidth: 115 },
  { id: "replica", header: "Replica", cell: (row) => <Copy row={row} side="replica" />, minWidth: 120 },
  { id: "restore", header: "Restore", cell: (row) => <Restore row={row} />, minWidth: 95 },
];

function Name({ row }: { row: SnapshotRow }) {
  return (
    <>
      {rowState(row) === "unfinished" ? row.id : <RouteLink href={`/snapshots/${row.id}`}>{row.id}</RouteLink>}
      {row.summary && (
        <Second>
          finished <Ago at={row.summary.finishedAt} />
        </Second>
      )}
    </>
  );
}

function Added({ row: { summary } }: { row: SnapshotRow }) {
  return (
    <>
      <Bytes value={summary?.storedBytes} />
      {summary?.durationMs !== undefined && (
        <Second>
          in <Took ms={summary.durationMs} />
        </Second>
      )}
    </>
  );
}

function State({ row }: { row: SnapshotRow }) {
  return (
    <>
      <RowMark row={row} />
      {row.summary && (
        <Second>
          <span title="Repositories whose content as of this snapshot is in the bucket, of all that were known">
            <OutOf count={row.summary.safeRepositories} total={row.summary.totalRepositories} /> safe
          </span>
        </Second>
      )}
    </>
  );
}

function Proof({ row: { summary, proof } }: { row: SnapshotRow }) {
  const now = useNow();
  if (!summary) return <>–</>;
  if (!proof)
    return (
      <span title="The ledger of proofs cannot be read, or the newest manifest has not been read yet">
        Not known yet
      </span>
    );
  return (
    <span title={explainShare(proof, now)}>
      <ShareMark share={proof} />
      {proof.newestAt && (
        <Second>
          {BESIDE_AGE[shareState(proof)]?.(proof)}
          <Ago at={proof.newestAt} />
        </Second>
      )}
    </span>
  );
}

/** The age is of what is proven, and what it is of has to be told where that is not all. */
const BESIDE_AGE: Partial<Record<ShareState, (proof: ProvenShare) => string>> = {
  part: ({ chains }) => `of ${formatNumber(chains)}, `,
  failed: ({ proven }) => `${formatNumber(proven)} proven, `,
};

function StartedBy({ row: { summary } }: { row: SnapshotRow }) {
  const [what = "–", who] = startedBy(summary ?? {});
  return (
    <>
      {what}
      {who && <Second>{who}</Second>}
    </>
  );
}

function Restore({ row: { id, sides, summary } }: { row: SnapshotRow }) {
  if (!summary) return <span title="There is nothing in it to restore">–</span>;
  const source = sides.primary !== "present" && sides.replica === "present" ? "replica" : "primary";
  return (
    <span className={styles.actions}>
      <RoleLink
        action="restore a repository"
        to={`/restore?${new URLSearchParams({ snapshot: id, source })}`}
        ariaLabel={`Restore from ${id}`}
      >
        Restore
      </RoleLink>
    </span>
  );
}

/** An unfinished backup lacks its manifest everywhere; that is no fault of either bucket. */
function Copy({ row, side }: { row: SnapshotRow; side: Side }) {
  const state = row.sides[side];
  if (rowState(row) === "unfinished" && state === "missing") return "–";
  return side === "replica" && state === "present" ? (
    <ReplicaMark lacking={row.replication} />
  ) : (
    <SideMark state={state} />
  );
}
