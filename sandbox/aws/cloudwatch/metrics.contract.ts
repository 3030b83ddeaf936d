import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, type AwsFixture, startFixture } from "../testing/aws-fixture";

const NOON = Date.parse("2026-11-20T12:00:00Z");
const minute = (number: number) => new Date(NOON + number * 60_000);

let fixture: AwsFixture;
let cloudwatch: AwsClients["cloudwatch"];

beforeAll(async () => {
  fixture = await startFixture({ now: () => new Date(NOON + 3_600_000) });
  cloudwatch = fixture.clients().cloudwatch;
});
afterAll(() => fixture.close());

async function put(Namespace: string, MetricData: MetricDatum[]): Promise<void> {
  await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
}

function query(Namespace: string, MetricName: string, Stat: string, Period: number) {
  return { Id: Stat.toLowerCase().replace(".", "_"), MetricStat: { Metric: { Namespace, MetricName }, Period, Stat } };
}

async function read(MetricDataQueries: GetMetricDataCommandInput["MetricDataQueries"], more: object = {}) {
  const range = { StartTime: minute(0), EndTime: minute(60) };
  return cloudwatch.send(new GetMetricDataCommand({ ...range, MetricDataQueries, ...more }));
}

describe("CloudWatch metrics", () => {
  it("are aggregated by period with every statistic", async () => {
    const data = [4, 1, 3, 2].map((Value, index) => ({ MetricName: "M", Value, Timestamp: minute(index) }));
    await put("Statistics", [...data, { MetricName: "M", Value: 100, Timestamp: minute(10) }]);
    const statistics = ["Sum", "Average", "Minimum", "Maximum", "SampleCount", "p50", "p99.9"];
    const { MetricDataResults } = await read(statistics.map((each) => query("Statistics", "M", each, 300)));
    expect(MetricDataResults?.map((each) => each.Values)).toEqual([
      [100, 10],
      [100, 2.5],
      [100, 1],
      [100, 4],
      [1, 4],
      [100, 2],
      [100, 4],
    ]);
    expect(MetricDataResults?.[0]).toMatchObject({ Label: "M", StatusCode: "Complete" });
    expect(MetricDataResults?.[0]?.Timestamps).toEqual([minute(10), minute(0)]);
  });

  it("come in any of the four forms, and compressed", async () => {
    const values = Array.from({ length: 150 }, (_, index) => index);
    const many = Array.from({ length: 200 }, (_, index) => ({ MetricName: `padding-number-${index}`, Value: 1 }));
    await put("Forms", [
      { MetricName: "M", Values: values, Timestamp: minute(0) },
      { MetricName: "M", Values: [1000], Counts: [3], Timestamp: minute(0) },
      {
        MetricName: "M",
        StatisticValues: { SampleCount: 2, Sum: -30, Minimum: -20, Maximum: -10 },
        Timestamp: minute(0),
      },
      ...many,
    ]);
    const { MetricDataResults } = await read(
      ["SampleCount", "Sum", "Minimum", "Maximum"].map((each) => query("Forms", "M", each, 60)),
    );
    expect(MetricDataResults?.map((each) => each.Values?.[0])).toEqual([155, 11175 + 3000 - 30, -20, 1000]);
  });

  it("are kept apart by dimensions, whose order does not matter", async () => {
    const dimensions = [
      { Name: "Org", Value: "acme" },
      { Name: "Kind", Value: "backup" },
    ];
    await put("Dimensions", [
      { MetricName: "M", Value: 1, Dimensions: dimensions, Timestamp: minute(0) },
      { MetricName: "M", Value: 2, Dimensions: dimensions.toReversed(), Timestamp: minute(0) },
      { MetricName: "M", Value: 4, Timestamp: minute(0) },
    ]);
    const Metric = { Namespace: "Dimensions", MetricName: "M", Dimensions: dimensions };
    const { MetricDataResults } = await read([{ Id: "m", MetricStat: { Metric, Period: 60, Stat: "Sum" } }]);
    expect(MetricDataResults?.[0]?.Values).toEqual([3]);
    const listed = await cloudwatch.send(
      new ListMetricsCommand({ Namespace: "Dimensions", Dimensions: [{ Name: "Org" }] }),
    );
    expect(listed.Metrics).toHaveLength(1);
  });

  it("are read in pages of datapoints, oldest first when asked", async () => {
    const data = [0, 1, 2, 3, 4].map((index) => ({ MetricName: "M", Value: index, Timestamp: minute(index) }));
    await put("Pages", data);
    const queries = [query("Pages", "M", "Sum", 60), query("Pages", "M", "Maximum", 60)];
    const values: (number | undefined)[][] = [[], []];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await read(queries, { MaxDatapoints: 4, ScanBy: "TimestampAscending", NextToken });
      for (const [index, result] of page.MetricDataResults?.entries() ?? []) {
        values[index]?.push(...(result.Values ?? []));
      }
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken);
    expect(values).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
    expect(pages).toBe(3);
  });

  it("answer GetMetricStatistics with percentiles among the rest", async () => {
    await put("Old", [{ MetricName: "M", Values: [1, 2, 3], Timestamp: minute(0) }]);
    const { Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "Old",
        MetricName: "M",
        StartTime: minute(0),
        EndTime: minute(5),
        Period: 300,
        Statistics: ["Sum", "Average"],
      }),
    );
    expect(Datapoints).toMatchObject([{ Timestamp: minute(0), Sum: 6, Average: 2 }]);
  });

  it("are refused when they are no metrics, with CloudWatch's errors", async () => {
    const refused = (data: MetricDatum[], namespace = "N") => expect(put(namespace, data)).rejects;
    await refused([{ MetricName: "M" }]).toMatchObject({ name: "InvalidParameterCombinationException" });
    await refused([{ MetricName: "M", Value: 1 }], "AWS/S3").toMatchObject({ name: "InvalidParameterValueException" });
    await refused([{ MetricName: "M", Value: 1, Timestamp: minute(60 * 24) }]).toThrow("two hours in the future");
    await refused([{ MetricName: "M", Value: 1, Dimensions: [{ Name: "Org", Value: "" }] }]).toThrow(
      "Dimensions.Value",
    );
    await expect(read([{ Id: "e", Expression: "1+1" }])).rejects.toThrow("evaluates no expressions");
  });

  it("are there again after a restart", async () => {
    await put("Kept", [{ MetricName: "M", Value: 42, Timestamp: minute(0) }]);
    await fixture.restart();
    cloudwatch = fixture.clients().cloudwatch;
    const { MetricDataResults } = await read([query("Kept", "M", "Sum", 60)]);
    expect(MetricDataResults?.[0]?.Values).toEqual([42]);
  });
});
