"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { formatExact } from "@/lib/domain/exact-time";
import { formatBytes } from "@/lib/domain/format";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { byteScale } from "../parts/byte-scale";
import { AreaChart, ChartPlace } from "../parts/later-charts";
import { timeTicks } from "../parts/time-ticks";
import { usePreferences } from "../shell/preferences-context";

/** What the bundles behind each snapshot weigh together, over time. */
export function StoredChart({ rows }: { rows: SnapshotRow[] }) {
  const { zone } = usePreferences();
  const all = rows.flatMap((row) => row.summary ?? []).reverse();
  // One point draws no line; the chart then says what it waits for.
  const summaries = all.length > 1 ? all : [];
  const most = Math.max(1, ...summaries.map((each) => each.chainBytes));
  const { unit, name } = byteScale(most);
  const data = summaries.map((each) => ({ x: new Date(each.finishedAt), y: each.chainBytes / unit }));
  return (
    <Container
      header={
        <Header variant="h2" description="Unchanged repositories are stored once, however many snapshots point to them">
          Stored bytes
        </Header>
      }
    >
      {data.length === 0 ? (
        <Box color="text-body-secondary">A line is drawn here from the second snapshot on.</Box>
      ) : (
        <ChartPlace height={228}>
          <AreaChart
            series={[
              {
                title: "Bundles behind the snapshot",
                type: "area",
                data,
                valueFormatter: (value) => formatBytes(Math.round(value * unit)),
              },
            ]}
            xScaleType="time"
            yDomain={[0, (most / unit) * 1.1]}
            height={200}
            hideFilter
            hideLegend
            ariaLabel="Stored bytes over time"
            i18nStrings={{
              xTickFormatter: timeTicks(
                data.map(({ x }) => x),
                zone,
              ),
              yTickFormatter: (y) => `${y} ${name}`,
              detailPopoverDismissAriaLabel: "Close",
            }}
            detailPopoverFooter={(x) => <Box variant="small">{formatExact(x.toISOString(), zone)}</Box>}
          />
        </ChartPlace>
      )}
    </Container>
  );
}
