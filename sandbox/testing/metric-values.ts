import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE, type MetricName } from "@/lib/domain/metrics";
import { REGION } from "../names";
import { ADMIN } from "../shared/principals";

/** What was published in the last ten minutes, newest first; of several values in one second the largest. */
export async function metricValues(awsUrl: string, name: MetricName): Promise<number[]> {
  const client = new CloudWatchClient({ endpoint: awsUrl, region: REGION, credentials: ADMIN });
  const stat = { Metric: { Namespace: METRIC_NAMESPACE, MetricName: name }, Period: 1, Stat: "Maximum" };
  const answer = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: "m", MetricStat: stat }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
    }),
  );
  client.destroy();
  return answer.MetricDataResults?.[0]?.Values ?? [];
}
