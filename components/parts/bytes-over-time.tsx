"use client";
import Box from "@cloudscape-design/components/box";
import { formatExact } from "@/lib/domain/exact-time";
import { formatBytes } from "@/lib/domain/format";
import { usePreferences } from "../shell/preferences-context";
import { byteScale } from "./byte-scale";
import { AreaChart, ChartPlace } from "./later-charts";
import { timeTicks } from "./time-ticks";

export interface BytesAt {
  at: Date;
  bytes: number;
}

/** `points`: the oldest first. `title`: what the bytes are; `label`: what the chart shows, for those who do not see it. */
export function BytesOverTime({ points, title, label }: { points: readonly BytesAt[]; title: string; label: string }) {
  const { zone } = usePreferences();
  // One point draws no line; the chart then says what it waits for.
  if (points.length < 2)
    return <Box color="text-body-secondary">A line is drawn here from the second snapshot on.</Box>;
  const most = Math.max(1, ...points.map(({ bytes }) => bytes));
  const { unit, name } = byteScale(most);
  return (
    <ChartPlace height={228}>
      <AreaChart
        series={[
          {
            ...{ title, type: "area" },
            data: points.map(({ at, bytes }) => ({ x: at, y: bytes / unit })),
            valueFormatter: (value: number) => formatBytes(Math.round(value * unit)),
          },
        ]}
        xScaleType="time"
        yDomain={[0, (most / unit) * 1.1]}
        height={200}
        hideFilter
        hideLegend
        ariaLabel={label}
        i18nStrings={{
          xTickFormatter: timeTicks(
            points.map(({ at }) => at),
            zone,
          ),
          yTickFormatter: (y) => `${y} ${name}`,
          detailPopoverDismissAriaLabel: "Close",
        }}
        detailPopoverFooter={(x) => <Box variant="small">{formatExact(x.toISOString(), zone)}</Box>}
      />
    </ChartPlace>
  );
}
