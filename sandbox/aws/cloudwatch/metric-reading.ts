import type {
  Datapoint,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../aws-error";
import { groupBy } from "../state/group-by";
import { paginate } from "../state/paginate";
import { type MetricId, type MetricStore, metricId } from "./metric-store";
import { aggregate, checkStatistic, type Sample, statisticOf } from "./statistics";

const MOST_DATAPOINTS = 100_800;
const MOST_STATISTICS = 1_440;

/** GetMetricData for metrics; expressions are refused. Pages are filled query after query, up to MaxDatapoints. */
export function getMetricData(store: MetricStore, input: GetMetricDataInput): GetMetricDataOutput {
  const { StartTime, EndTime } = timeRange(input);
  const ascending = input.ScanBy === "TimestampAscending";
  const results = (input.MetricDataQueries ?? []).map((query) => {
    const { metric, statistic, period, unit } = readQuery(query);
    const points = periods(store, metric, { from: StartTime, to: EndTime, period, unit }).flatMap((total) => {
      const value = statisticOf(total, statistic);
      return value === undefined ? [] : [{ id: query.Id ?? "", at: total.at, value }];
    });
    if (!ascending) points.reverse();
    return { query, label: query.Label ?? metric.name, points };
  });
  const all = results.flatMap((each) => each.points);
  const limit = Math.min(input.MaxDatapoints ?? MOST_DATAPOINTS, MOST_DATAPOINTS);
  const page = paginate(all, input.NextToken, limit, "InvalidNextToken");
  const shown = new Set(page.items);
  return {
    NextToken: page.nextToken,
    Messages: [],
    MetricDataResults: results.map(({ query, label, points }) => {
      const mine = points.filter((each) => shown.has(each));
      const done = page.nextToken === undefined || mine.at(-1) === points.at(-1);
      return {
        Id: query.Id,
        Label: label,
        Timestamps: mine.map((each) => new Date(each.at)),
        Values: mine.map((each) => each.value),
        StatusCode: done ? "Complete" : "PartialData",
      };
    }),
  };
}

export function getMetricStatistics(store: MetricStore, input: GetMetricStatisticsInput): GetMetricStatisticsOutput {
  const { StartTime, EndTime } = timeRange(input);
  const period = input.Period ?? 60;
  checkPeriod(period);
  const statistics = input.Statistics ?? [];
  const extended = input.ExtendedStatistics ?? [];
  if (statistics.length + extended.length === 0) {
    throw new AwsError("MissingRequiredParameterException", "Must specify either Statistics or ExtendedStatistics");
  }
  for (const statistic of [...statistics, ...extended]) checkStatistic(statistic);
  const range = { from: StartTime, to: EndTime, period, unit: input.Unit };
  if ((EndTime.getTime() - StartTime.getTime()) / (period * 1000) > MOST_STATISTICS) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `You have requested more than the limit of ${MOST_STATISTICS} datapoints; make the period longer or the range shorter.`,
    );
  }
  const totals = periods(store, metricId(input.Namespace, input.MetricName, input.Dimensions), range);
  const datapoints = totals.map((total): Datapoint => {
    const simple = Object.fromEntries(statistics.map((each) => [each, statisticOf(total, each)]));
    const percentiles = extended.flatMap((each) => {
      const value = statisticOf(total, each);
      return value === undefined ? [] : [[each, value] as const];
    });
    const more = percentiles.length > 0 ? { ExtendedStatistics: Object.fromEntries(percentiles) } : {};
    return { Timestamp: new Date(total.at), Unit: input.Unit ?? "None", ...simple, ...more };
  });
  return { Label: input.MetricName, Datapoints: datapoints };
}

/** The totals of each period that has data, oldest first; `at` is the start of the period. */
function periods(
  store: MetricStore,
  metric: MetricId,
  range: { from: Date; to: Date; period: number; unit: string | undefined },
): Sample[] {
  const length = range.period * 1000;
  // AWS rounds the start down to the minute and counts periods from there.
  const grain = Math.min(length, 60_000);
  const start = Math.floor(range.from.getTime() / grain) * grain;
  const samples = store.samples(metric, start, range.to.getTime(), range.unit);
  const groups = groupBy(samples, (sample) => Math.floor((sample.at - start) / length));
  return [...groups].flatMap(([index, group]) => {
    const total = aggregate(group);
    return total ? [{ ...total, at: start + index * length }] : [];
  });
}

function readQuery(query: MetricDataQuery) {
  const stat = query.MetricStat;
  if (!stat) {
    throw new AwsError(
      "ValidationError",
      `the sandbox evaluates no expressions; give query '${query.Id}' a MetricStat`,
    );
  }
  const { Stat: statistic = "", Period: period = 60, Unit: unit } = stat;
  checkStatistic(statistic);
  checkPeriod(period);
  const { Namespace, MetricName, Dimensions } = stat.Metric ?? {};
  return { metric: metricId(Namespace, MetricName, Dimensions), statistic, period, unit };
}

function timeRange(input: { StartTime?: Date; EndTime?: Date }): { StartTime: Date; EndTime: Date } {
  const { StartTime = new Date(0), EndTime = new Date(0) } = input;
  if (StartTime >= EndTime) {
    throw new AwsError(
      "InvalidParameterValueException",
      "The parameter StartTime must be less than the parameter EndTime.",
    );
  }
  return { StartTime, EndTime };
}

/** @throws AwsError */
export function checkPeriod(period: number): void {
  if ([1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)) return;
  throw new AwsError(
    "InvalidParameterValueException",
    "The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.",
  );
}
