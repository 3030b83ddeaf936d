"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { AlarmChart as Chart } from "@/lib/domain/alarm-report";
import { formatDay } from "@/lib/domain/exact-time";
import { ChartPlace, MixedLineBarChart } from "../parts/later-charts";
import { usePreferences } from "../shell/preferences-context";

/** Fewer steps on the axis than this and the library draws halves of things that are counted. */
const LEAST_TOP = 4;
const DAY_MS = 86_400_000;

/** The metric the alarm watches, a bar a day, with its threshold; a day without a value has no bar. */
export function AlarmChart({ chart }: { chart: Chart }) {
  const { zone } = usePreferences();
  const { metric, statistic, threshold, points, rule } = chart;
  const bars = points.map((point) => ({ x: formatDay(point.at, zone), y: point.value }));
  return (
    <Container
      header={
        <Header variant="h2" description={`${statistic} of each day. ${rule}`}>
          {metric}
        </Header>
      }
    >
      <ChartPlace height={284}>
        <MixedLineBarChart
          series={[
            { title: metric, type: "bar", data: bars },
            { title: "Threshold", type: "threshold", y: threshold },
          ]}
          xScaleType="categorical"
          xDomain={daysOf(chart, zone)}
          yDomain={[0, Math.max(LEAST_TOP, threshold, ...bars.map((bar) => bar.y)) * 1.1]}
          height={220}
          hideFilter
          ariaLabel={`${metric} over time`}
          i18nStrings={{ detailPopoverDismissAriaLabel: "Close" }}
          empty={<Box color="text-body-secondary">CloudWatch has no value of this metric yet.</Box>}
        />
      </ChartPlace>
    </Container>
  );
}

function daysOf({ from, to }: Chart, zone: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(formatDay(new Date(at), zone));
  return [...new Set([...days, formatDay(to, zone)])];
}
