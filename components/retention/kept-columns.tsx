"use client";
import Box from "@cloudscape-design/components/box";
import type { TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import type { KeptRow } from "@/lib/domain/retention/kept-rows";
import type { KeptUntil } from "@/lib/domain/retention/kept-until";
import type { BucketRules } from "@/lib/domain/retention/retention-view";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import { KeepingMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Day } from "../parts/times";

export const keptColumns = (buckets: BucketRules[]): TableProps.ColumnDefinition<KeptRow>[] => [
  {
    id: "id",
    header: "Snapshot",
    isRowHeader: true,
    // An id with a time in one line.
    minWidth: 190,
    cell: ({ id, writtenBytes }) =>
      writtenBytes === undefined ? id : <RouteLink href={`/snapshots/${id}`}>{id}</RouteLink>,
  },
  { id: "state", header: "State", minWidth: 150, cell: ({ state }) => (state ? <KeepingMark state={state} /> : "–") },
  ...buckets.map(
    ({ side }): TableProps.ColumnDefinition<KeptRow> => ({
      id: side,
      header: `${SIDE_LABEL[side]}: guaranteed until`,
      minWidth: 230,
      cell: ({ kept }) => <Until until={kept.find((each) => each.side === side)?.until} />,
    }),
  ),
  {
    id: "written",
    header: "Written by it",
    minWidth: 110,
    cell: ({ writtenBytes }) => <Bytes value={writtenBytes} />,
  },
  {
    id: "held",
    header: "Held chains",
    minWidth: 100,
    cell: ({ heldChains }) => (heldChains === undefined ? "–" : heldChains === 0 ? "none" : formatNumber(heldChains)),
  },
];

function Until({ until }: { until: KeptUntil | undefined }) {
  if (!until) return <>–</>;
  const { guaranteedUntil, wholeUntil, lockedUntil, ownUntil } = until;
  if (!guaranteedUntil) return <>for ever</>;
  return (
    <div>
      <Day at={guaranteedUntil} />
      <Box variant="small" color="text-body-secondary" display="block">
        whole until <Day at={wholeUntil} />, its own bundles until <Day at={ownUntil} />
        {lockedUntil && (
          <>
            , locked until <Day at={lockedUntil} />
          </>
        )}
      </Box>
    </div>
  );
}
