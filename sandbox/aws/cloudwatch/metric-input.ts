import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../aws-error";
import { type MetricId, metricId } from "./metric-store";
import type { Sample } from "./statistics";

const MOST_VALUES = 150;
const MOST_DIMENSIONS = 30;

/** AWS takes nothing from further in the future. How old data may be is not checked, so that a past can be seeded. */
const FUTURE_MS = 2 * 3_600_000;

/** The sample a datum of PutMetricData stands for. @throws AwsError when it is none of the four forms. */
export function readDatum(namespace: string, datum: MetricDatum, now: Date): MetricId & { sample: Sample } {
  if (!datum.MetricName)
    throw new AwsError("MissingRequiredParameterException", "The parameter MetricName is required.");
  if ((datum.Dimensions?.length ?? 0) > MOST_DIMENSIONS) {
    throw invalid(`The collection Dimensions must not have more than ${MOST_DIMENSIONS} members.`);
  }
  for (const { Value } of datum.Dimensions ?? []) {
    if (!Value) throw invalid("The parameter Dimensions.Value must not be empty.");
  }
  const at = (datum.Timestamp ?? now).getTime();
  if (at > now.getTime() + FUTURE_MS)
    throw invalid("The parameter Timestamp must not be more than two hours in the future.");
  const sample: Sample = { at, ...readNumbers(datum) };
  if (datum.Unit !== undefined && datum.Unit !== "None") sample.unit = datum.Unit;
  return { ...metricId(namespace, datum.MetricName, datum.Dimensions), sample };
}

function readNumbers(datum: MetricDatum): Omit<Sample, "at" | "unit"> {
  const set = datum.StatisticValues;
  const forms = [datum.Value, datum.Values, set].filter((each) => each !== undefined);
  if (forms.length !== 1) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `The metric ${datum.MetricName} needs exactly one of Value, Values and StatisticValues.`,
    );
  }
  if (set) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: minimum = 0, Maximum: maximum = 0 } = set;
    return { count, sum, minimum, maximum };
  }
  const values = datum.Values ?? [datum.Value ?? 0];
  const counts = datum.Counts ?? values.map(() => 1);
  if (values.length > MOST_VALUES)
    throw invalid(`The collection Values must not have more than ${MOST_VALUES} members.`);
  if (values.length === 0 || counts.length !== values.length) {
    throw invalid("The collections Values and Counts must have the same size, and not be empty.");
  }
  if (!values.every(Number.isFinite)) throw invalid(`The value of ${datum.MetricName} must be a finite number.`);
  const pairs = values.map((value, index): [number, number] => [value, counts[index] ?? 1]);
  return {
    count: counts.reduce((sum, each) => sum + each, 0),
    sum: pairs.reduce((sum, [value, count]) => sum + value * count, 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    values: pairs,
  };
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
