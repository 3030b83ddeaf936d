import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import type { MetricSink, MetricValue } from "@/lib/ports/monitoring";
import { awsError } from "../shared/aws-error";
import { SMALL_CALL } from "../shared/small-call";

/** Publishes to CloudWatch without dimensions, as the InfraHouse alarms expect. */
export class CloudWatchMetrics implements MetricSink {
  private readonly client: CloudWatchClient;

  constructor(options: { region: string }) {
    this.client = new CloudWatchClient({ region: options.region, maxAttempts: 5, requestHandler: SMALL_CALL });
  }

  async publish(values: MetricValue[], at: Date): Promise<void> {
    const MetricData = values.map(({ name, value, unit }) => ({
      MetricName: name,
      Value: value,
      Unit: unit,
      Timestamp: at,
    }));
    try {
      await this.client.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData }));
    } catch (cause) {
      throw awsError(cause, "CloudWatch", "cloudwatch:PutMetricData");
    }
  }
}
