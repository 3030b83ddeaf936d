import { CloudWatchLogsClient, GetLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine, LogReader } from "@/lib/ports/monitoring";
import { awsError } from "../shared/aws-error";

const ATTEMPTS = 3;

/** Reads the output of tasks from CloudWatch Logs. */
export class CloudWatchLogReader implements LogReader {
  private readonly client: CloudWatchLogsClient;

  constructor(options: { region: string }) {
    this.client = new CloudWatchLogsClient({ region: options.region, maxAttempts: ATTEMPTS });
  }

  async read(
    group: string,
    stream: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ lines: LogLine[]; cursor: string }> {
    const command = new GetLogEventsCommand({
      logGroupName: group,
      logStreamName: stream,
      nextToken: cursor || undefined,
      limit,
      startFromHead: true,
    });
    try {
      const answer = await this.client.send(command);
      const lines = (answer.events ?? []).map((event) => ({
        at: new Date(event.timestamp ?? 0).toISOString(),
        message: event.message ?? "",
      }));
      return { lines, cursor: answer.nextForwardToken ?? cursor ?? "" };
    } catch (cause) {
      // The stream appears with the task's first line; until then there is nothing to read.
      if (cause instanceof ResourceNotFoundException) return { lines: [], cursor: "" };
      throw awsError(cause, "CloudWatch Logs", "logs:GetLogEvents");
    }
  }
}
