"use client";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { formatBytes, formatNumber } from "@/lib/domain/format";
import type { Compared } from "@/lib/domain/retention/comparison";
import { byteScale } from "../parts/byte-scale";
import { ChartPlace, LineChart } from "../parts/later-charts";
import { Bytes } from "../parts/numbers";
import { tableWords } from "../parts/table-words";
import { useUrlParam } from "../parts/use-url-param";
import { COMPARED_LABEL } from "./cost-table";

interface ShownDay {
  day: number;
  index: number;
}

/** How a bucket fills from the first backup on; the table has the same days and the same figures. */
export function GrowthChart({ compared }: { compared: Compared[] }) {
  const [fulls, setFulls] = useUrlParam("fulls");
  const shown = compared.filter(({ id }) => id !== "fulls" || fulls !== "no");
  const bytes = (each: Compared) => each.days.map(({ stored }) => Math.max(stored.primary, stored.replica));
  const most = Math.max(1, ...shown.flatMap(bytes));
  const { unit, name } = byteScale(most);
  const days = shown[0]?.days ?? [];
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Bytes that are paid for in one bucket, the fuller one, from the first backup on"
          actions={
            <Toggle checked={fulls !== "no"} onChange={({ detail }) => setFulls(detail.checked ? undefined : "no")}>
              With daily fulls
            </Toggle>
          }
        >
          How it fills
        </Header>
      }
    >
      <ChartPlace height={364}>
        <LineChart
          series={shown.map((each) => ({
            title: COMPARED_LABEL[each.id],
            type: "line" as const,
            data: bytes(each).map((value, index) => ({ x: each.days[index]?.day ?? 0, y: value / unit })),
            valueFormatter: (value: number) => formatBytes(Math.round(value * unit)),
          }))}
          xScaleType="linear"
          xDomain={[0, days.at(-1)?.day ?? 1]}
          yDomain={[0, (most / unit) * 1.08]}
          height={240}
          hideFilter
          xTitle="Days since the first backup"
          yTitle={name}
          ariaLabel="Bytes stored over time"
          i18nStrings={{ xTickFormatter: (day) => formatNumber(day), detailPopoverDismissAriaLabel: "Close" }}
        />
      </ChartPlace>
      <ExpandableSection headerText="The same as a table">
        <Table
          variant="embedded"
          contentDensity="compact"
          items={days.map(({ day }, index) => ({ day, index }))}
          trackBy="day"
          ariaLabels={tableWords<ShownDay>("Bytes stored over time", ({ day }) => `day ${day}`)}
          columnDefinitions={[
            { id: "day", header: "Day", isRowHeader: true, cell: ({ day }) => formatNumber(day) },
            ...shown.map((each) => ({
              id: each.id,
              header: COMPARED_LABEL[each.id],
              cell: ({ index }: ShownDay) => <Bytes value={Math.round(bytes(each)[index] ?? 0)} />,
            })),
          ]}
        />
      </ExpandableSection>
    </Container>
  );
}
