"use client";
import Box from "@cloudscape-design/components/box";
import Icon from "@cloudscape-design/components/icon";
import type { TableProps } from "@cloudscape-design/components/table";
import { useMemo } from "react";
import { REF_CHANGE_VIEW } from "@/lib/domain/catalogue/ref-history";
import type { ComparedRefs as Found, RefDifference } from "@/lib/domain/compare/compare-refs";
import { formatNumber } from "@/lib/domain/format";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import { MoveVerdict } from "../history/move-verdict";
import { FindableTable } from "../parts/findable-table";

const PAGE_SIZE = 50;

interface ComparedRefsProps {
  found: Found;
  /** The newer of the two: its chain has the older commits too. */
  snapshot: SnapshotId;
  /** As it is called there. */
  repository: RepositoryName;
}

export function ComparedRefs({ found: { refs, total }, snapshot, repository }: ComparedRefsProps) {
  const columns = useMemo(() => columnsFor(snapshot, repository), [snapshot, repository]);
  return (
    <FindableTable
      rows={refs}
      columnDefinitions={columns}
      trackBy="name"
      label="Branches and tags that differ"
      nameOf={({ name }) => name}
      variant="embedded"
      wrapLines
      pageSize={PAGE_SIZE}
      empty="No branch or tag differs"
      header={
        total > refs.length ? (
          <Box>
            The first {formatNumber(refs.length)} of {formatNumber(total)}.
          </Box>
        ) : undefined
      }
      find={{ label: "Find branches and tags", noMatch: "No branch or tag matches" }}
    />
  );
}

const Oid = ({ oid }: { oid: string | undefined }) => (oid ? <code title={oid}>{oid.slice(0, 10)}</code> : <>–</>);

const columnsFor = (snapshot: SnapshotId, repository: RepositoryName): TableProps.ColumnDefinition<RefDifference>[] => [
  { id: "name", header: "Branch or tag", isRowHeader: true, cell: ({ name }) => name, minWidth: 150 },
  {
    id: "change",
    header: "Change",
    cell: (ref) => (
      <>
        <div>
          <Icon name={REF_CHANGE_VIEW[ref.change].icon} /> {REF_CHANGE_VIEW[ref.change].label}
        </div>
        {ref.change === "moved" && <MoveVerdict event={{ ...ref, snapshot, repository }} />}
      </>
    ),
    minWidth: 160,
  },
  { id: "before", header: "Before", cell: ({ before }) => <Oid oid={before} />, minWidth: 105 },
  { id: "after", header: "After", cell: ({ after }) => <Oid oid={after} />, minWidth: 105 },
];
