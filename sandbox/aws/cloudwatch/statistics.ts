import { AwsError } from "../aws-error";

/** One PutMetricData datum, whichever of its forms it came in. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** Single values and how often each occurred; a statistic set has none. */
  values?: [value: number, count: number][];
  unit?: string;
}

/** The samples of one period taken together, or undefined when there are none. */
export function aggregate(samples: readonly Sample[]): Sample | undefined {
  const [first] = samples;
  if (!first) return undefined;
  const total: Sample = { at: first.at, count: 0, sum: 0, minimum: first.minimum, maximum: first.maximum };
  const values: [number, number][] = [];
  for (const sample of samples) {
    total.count += sample.count;
    total.sum += sample.sum;
    total.minimum = Math.min(total.minimum, sample.minimum);
    total.maximum = Math.max(total.maximum, sample.maximum);
    values.push(...(sample.values ?? []));
  }
  total.values = values;
  return total;
}

/**
 * Whether CloudWatch knows the statistic: Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p99.9.
 * @throws AwsError for what it does not know, and for its trimmed statistics, which the sandbox does not compute
 */
export function checkStatistic(statistic: string): void {
  if (SIMPLE[statistic] || percentileOf(statistic) !== undefined) return;
  throw new AwsError(
    "InvalidParameterValueException",
    `the sandbox computes SampleCount, Average, Sum, Minimum, Maximum and percentiles such as p99, not '${statistic}'`,
  );
}

/** The value of `statistic` over what {@link aggregate} made; undefined for a percentile of statistic sets. */
export function statisticOf(total: Sample, statistic: string): number | undefined {
  const simple = SIMPLE[statistic];
  if (simple) return simple(total);
  const percentile = percentileOf(statistic);
  return percentile === undefined ? undefined : valueAtPercentile(total.values ?? [], percentile);
}

const SIMPLE: Record<string, (total: Sample) => number> = {
  SampleCount: (total) => total.count,
  Average: (total) => total.sum / total.count,
  Sum: (total) => total.sum,
  Minimum: (total) => total.minimum,
  Maximum: (total) => total.maximum,
};

function percentileOf(statistic: string): number | undefined {
  const percentile = Number(/^p(\d{1,3}(?:\.\d+)?)$/.exec(statistic)?.[1] ?? Number.NaN);
  return percentile >= 0 && percentile <= 100 ? percentile : undefined;
}

/** Nearest rank: the smallest value with at least that share of the samples at or below it. */
function valueAtPercentile(values: [number, number][], percentile: number): number | undefined {
  const sorted = values.toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= (percentile / 100) * total) return value;
  }
  return undefined;
}
