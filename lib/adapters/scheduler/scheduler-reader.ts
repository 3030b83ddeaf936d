import { GetScheduleCommand, ResourceNotFoundException, SchedulerClient } from "@aws-sdk/client-scheduler";
import type { ScheduleFacts, ScheduleReader } from "@/lib/ports/schedule";
import { awsError } from "../shared/aws-error";

const ATTEMPTS = 3;

/** The backup's schedule in EventBridge Scheduler. Without a name there is none. */
export class SchedulerReader implements ScheduleReader {
  private readonly name: string | undefined;
  private readonly client: SchedulerClient;

  constructor(options: { region: string; name: string | undefined }) {
    this.name = options.name;
    this.client = new SchedulerClient({ region: options.region, maxAttempts: ATTEMPTS });
  }

  async read(): Promise<ScheduleFacts | undefined> {
    if (!this.name) return undefined;
    try {
      const schedule = await this.client.send(new GetScheduleCommand({ Name: this.name }));
      return {
        expression: schedule.ScheduleExpression ?? "",
        timezone: schedule.ScheduleExpressionTimezone ?? "UTC",
        enabled: schedule.State !== "DISABLED",
      };
    } catch (cause) {
      if (cause instanceof ResourceNotFoundException) return undefined;
      throw awsError(cause, "EventBridge Scheduler", "scheduler:GetSchedule");
    }
  }
}
