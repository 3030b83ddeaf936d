"use client";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { arrivalOf } from "@/lib/domain/arrival";
import type { CoverageRow } from "@/lib/domain/coverage";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { isProofLate } from "@/lib/domain/coverage-summary";
import { historyAddress } from "../history/history-address";
import { CoverageMark, OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import { Ago } from "../parts/times";
import { useNow } from "../shell/clock";

type Column = TableProps.ColumnDefinition<CoverageRow>;

const entryAddress = (snapshot: string, repository: string) =>
  `/snapshots/${snapshot}?${new URLSearchParams({ entry: repository })}`;

export const coverageColumns = ({ watch, targets }: CoverageNow): Column[] => [
  {
    id: "repo",
    header: "Repository",
    isRowHeader: true,
    cell: ({ id, repo, snapshot, visibility }) => (
      <>
        {snapshot ? <RouteLink href={historyAddress(repo, id)}>{repo}</RouteLink> : repo}
        {visibility && <Second>{visibility}</Second>}
      </>
    ),
    sortingField: "repo",
    minWidth: 190,
  },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => <CoverageMark state={state} />,
    sortingField: "state",
    minWidth: 150,
  },
  {
    id: "safe",
    header: "Last safe backup",
    cell: ({ safe }) => <Ago at={safe?.at} />,
    sortingField: "safe",
    minWidth: 135,
  },
  {
    id: "outcome",
    header: "Last outcome",
    cell: (row) => <LastOutcome row={row} />,
    minWidth: 130,
  },
  {
    id: "replicated",
    header: "In the replica",
    cell: (row) => <Replicated row={row} looked={lookedAt(watch)} />,
    sortingField: "replicated",
    minWidth: 135,
  },
  {
    id: "proven",
    header: "Proven",
    cell: (row) => <Proven row={row} intervalDays={targets.proofIntervalDays} />,
    sortingField: "proven",
    minWidth: 140,
  },
  {
    id: "size",
    header: "Size",
    cell: (row) => <Size row={row} />,
    sortingField: "size",
    minWidth: 100,
  },
];

/** The reason stands in the snapshot that failed, which is a newer one than that of the name's link. */
function LastOutcome({ row: { outcome, snapshot, repo, reason } }: { row: CoverageRow }) {
  if (!outcome) return <>–</>;
  if (!reason || !snapshot) return <OutcomeMark outcome={outcome} />;
  return (
    <span title={`${reason.message}. ${reason.hint}`}>
      <OutcomeMark outcome={outcome} />
      <Second>
        <RouteLink href={entryAddress(snapshot, repo)} ariaLabel={`Why: ${repo}`}>
          Why
        </RouteLink>
      </Second>
    </span>
  );
}

const lookedAt = (watch: CoverageNow["watch"]): string | undefined =>
  watch.known && watch.value?.replica.state === "known" ? watch.value.at : undefined;

/** `looked`: when the hourly watch looked into the replica. */
function Replicated({ row, looked }: { row: CoverageRow; looked: string | undefined }) {
  const arrival = arrivalOf(row, looked);
  switch (arrival.state) {
    case "none":
      return <>–</>;
    case "unknown":
      return <StatusIndicator type="stopped">Not known</StatusIndicator>;
    case "arrived":
      return <Ago at={arrival.at} />;
    case "awaited":
      return (
        <span title="The hourly look into the replica was before the newest backup could have arrived">
          <StatusIndicator type="pending">Not seen yet</StatusIndicator>
          {arrival.older && <Older at={arrival.older} />}
        </span>
      );
    case "late":
      return (
        <>
          <StatusIndicator type="warning">{arrival.older ? "Behind" : "Not there"}</StatusIndicator>
          {arrival.older && <Older at={arrival.older} />}
        </>
      );
  }
}

/** What the look did see. */
function Older({ at }: { at: string }) {
  return (
    <Second>
      as of <Ago at={at} />
    </Second>
  );
}

/** What restoring it reads. */
function Size({ row: { bytes, safe, outcome } }: { row: CoverageRow }) {
  if (bytes !== undefined || !safe || outcome === "empty") return <Bytes value={bytes} />;
  return <span title={`Its last good snapshot is ${safe.snapshot}; its own page tells the size`}>–</span>;
}

function Proven({ row: { proven, provable }, intervalDays }: { row: CoverageRow; intervalDays: number }) {
  const now = useNow();
  if (!proven) return provable ? <StatusIndicator type="pending">Not yet</StatusIndicator> : <>–</>;
  const when = <Ago at={proven.at} />;
  const read = <span title="The bucket that was read">{proven.side}</span>;
  if (!isProofLate(proven.at, intervalDays, now)) {
    return (
      <>
        {when}
        <Second>{read}</Second>
      </>
    );
  }
  return (
    <>
      <StatusIndicator type="warning">Overdue</StatusIndicator>
      <Second>
        {read}, {when}
      </Second>
    </>
  );
}
