"use client";
import Box from "@cloudscape-design/components/box";
import type { RestorePoint } from "@/lib/domain/catalogue/repository-history";
import { formatExact } from "@/lib/domain/exact-time";
import { formatBytes } from "@/lib/domain/format";
import { byteScale } from "../parts/byte-scale";
import { AreaChart, ChartPlace } from "../parts/later-charts";
import { timeTicks } from "../parts/time-ticks";
import { usePreferences } from "../shell/preferences-context";

/** What rebuilding the repository takes, snapshot by snapshot. */
export function SizeChart({ points }: { points: readonly RestorePoint[] }) {
  const { zone } = usePreferences();
  const known = points.filter(({ row }) => row.chainBytes > 0).reverse();
  if (known.length < 2) return <Box color="text-body-secondary">A line is drawn here from the second snapshot on.</Box>;
  const most = Math.max(...known.map(({ row }) => row.chainBytes));
  const { unit, name } = byteScale(most);
  const times = known.map(({ finishedAt }) => new Date(finishedAt));
  return (
    <ChartPlace height={228}>
      <AreaChart
        series={[
          {
            title: "Bundles of its chain",
            type: "area",
            data: known.map(({ finishedAt, row }) => ({ x: new Date(finishedAt), y: row.chainBytes / unit })),
            valueFormatter: (value) => formatBytes(Math.round(value * unit)),
          },
        ]}
        xScaleType="time"
        yDomain={[0, (most / unit) * 1.1]}
        height={200}
        hideFilter
        hideLegend
        ariaLabel="Size over time"
        i18nStrings={{
          xTickFormatter: timeTicks(times, zone),
          yTickFormatter: (y) => `${y} ${name}`,
          detailPopoverDismissAriaLabel: "Close",
        }}
        detailPopoverFooter={(x) => <Box variant="small">{formatExact(x.toISOString(), zone)}</Box>}
      />
    </ChartPlace>
  );
}
