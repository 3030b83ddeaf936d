"use client";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { total } from "@/lib/domain/cost/fleet-cost";
import { PRICES_OF, storagePrices } from "@/lib/domain/cost/prices";
import { formatNumber } from "@/lib/domain/format";
import type { Compared } from "@/lib/domain/retention/comparison";
import type { BucketRules } from "@/lib/domain/retention/retention-view";
import { formatDollars } from "@/lib/domain/retention/words";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import { Bytes } from "../parts/numbers";
import { tableWords } from "../parts/table-words";

export const COMPARED_LABEL: Record<Compared["id"], string> = {
  now: "As it is now",
  chosen: "As chosen",
  fulls: "Daily fulls instead",
};

interface Row {
  what: string;
  strong?: boolean;
  of: (compared: Compared) => ReactNode;
}

/** What each keeps, and what a month of it costs. */
export function CostTable({ compared, buckets }: { compared: Compared[]; buckets: BucketRules[] }) {
  return (
    <Table
      items={rowsOf(compared, buckets)}
      columnDefinitions={columnsOf(compared)}
      trackBy="what"
      wrapLines
      ariaLabels={tableWords<Row>("What it comes to", ({ what }) => what)}
      data-testid="cost-table"
      header={
        <Header variant="h2" description="Once everything was replaced, so after the retention; a month has 30 days">
          What it comes to
        </Header>
      }
      footer={<Box color="text-body-secondary">{priceNote(buckets)}</Box>}
    />
  );
}

function rowsOf(compared: Compared[], buckets: BucketRules[]): Row[] {
  const first = compared[0];
  return [
    { what: "Restore points guaranteed", of: ({ points }) => formatNumber(points) },
    ...buckets.map(({ side, region }) => ({
      what: `Stored in the ${SIDE_LABEL[side].toLowerCase()}, ${region}`,
      of: ({ stored }: Compared) => <Bytes value={Math.round(stored[side])} />,
    })),
    ...(first?.cost ?? []).map(({ what }) => ({
      what: `A month: ${what}`,
      of: ({ cost }: Compared) => {
        const line = cost.find((each) => each.what === what);
        return line ? formatDollars(line.dollars) : "not in it";
      },
    })),
    { what: "A month together", strong: true, of: ({ cost }) => formatDollars(total(cost)) },
  ];
}

const columnsOf = (compared: Compared[]): TableProps.ColumnDefinition<Row>[] => [
  {
    id: "what",
    header: "What",
    isRowHeader: true,
    minWidth: 110,
    cell: ({ what, strong }) => (strong ? <b>{what}</b> : what),
  },
  ...compared.map(
    (each): TableProps.ColumnDefinition<Row> => ({
      id: each.id,
      header: COMPARED_LABEL[each.id],
      minWidth: 70,
      cell: ({ of, strong }) => (strong ? <b>{of(each)}</b> : of(each)),
    }),
  ),
];

function priceNote(buckets: BucketRules[]): string {
  const others = buckets.filter(({ region }) => storagePrices(region).of !== region);
  const instead =
    others.length > 0
      ? ` ${others.map(({ region }) => region).join(" and ")} is not in the list; the prices of ${storagePrices("").of} are taken.`
      : "";
  return `US dollars. List prices as of ${PRICES_OF}, entered by hand; check against the AWS price list and take them as an order of magnitude. Without taxes, free tiers and discounts.${instead} Not in it: console and network (docs/cost.md), restores, held chains.`;
}
