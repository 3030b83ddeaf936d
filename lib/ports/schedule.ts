/** When backups are due (EventBridge Scheduler). */
export interface ScheduleReader {
  /** undefined when there is no schedule, or it may not be read. */
  read(): Promise<ScheduleFacts | undefined>;
}

export interface ScheduleFacts {
  expression: string;
  timezone: string;
  enabled: boolean;
}
