import type * as model from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../aws-error";
import { type Operation, operation } from "../service";
import { paginate } from "../state/paginate";
import { readDatum } from "./metric-input";
import { getMetricData, getMetricStatistics } from "./metric-reading";
import type { MetricStore, Series } from "./metric-store";

const MOST_DATA = 1_000;
const LIST_PAGE = 500;

/** `stored` is told the namespace once its new data is durable, so that alarms can look at it. */
export function metricOperations(store: MetricStore, stored: (namespace: string) => void): Record<string, Operation> {
  return {
    PutMetricData: operation(async (input: model.PutMetricDataInput) => {
      const { Namespace = "", MetricData = [] } = input;
      if (Namespace.startsWith("AWS/")) {
        throw new AwsError("InvalidParameterValueException", "The value AWS/ for parameter Namespace is reserved.");
      }
      if (Namespace === "" || Namespace.length > 255 || MetricData.length > MOST_DATA) {
        throw new AwsError(
          "InvalidParameterValueException",
          `Namespace must have 1 to 255 characters, MetricData at most ${MOST_DATA} members.`,
        );
      }
      const now = store.account.now();
      await store.put(MetricData.map((datum) => readDatum(Namespace, datum, now)));
      stored(Namespace);
      return {};
    }),
    GetMetricData: operation((input: model.GetMetricDataInput) => getMetricData(store, input)),
    GetMetricStatistics: operation((input: model.GetMetricStatisticsInput) => getMetricStatistics(store, input)),
    ListMetrics: operation((input: model.ListMetricsInput): model.ListMetricsOutput => {
      const found = store.all().filter((series) => matches(series, input));
      const page = paginate(found, input.NextToken, LIST_PAGE, "InvalidParameterValueException");
      const Metrics = page.items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensions.map((each) => ({ Name: each.name, Value: each.value })),
      }));
      return { Metrics, NextToken: page.nextToken };
    }),
  };
}

function matches(series: Series, input: model.ListMetricsInput): boolean {
  if (input.Namespace !== undefined && series.namespace !== input.Namespace) return false;
  if (input.MetricName !== undefined && series.name !== input.MetricName) return false;
  return (input.Dimensions ?? []).every(({ Name, Value }) =>
    series.dimensions.some((each) => each.name === Name && (Value === undefined || each.value === Value)),
  );
}
