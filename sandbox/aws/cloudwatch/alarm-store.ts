import path from "node:path";
import type { AlarmHistoryItem, MetricAlarm, StateValue, Tag } from "@aws-sdk/client-cloudwatch";
import type { Account } from "../account";
import { AwsError } from "../aws-error";
import { StateFile } from "../state/state-file";

/** An alarm as DescribeAlarms shows it, with the names it cannot be without. */
export interface Alarm extends MetricAlarm {
  AlarmName: string;
  AlarmArn: string;
  StateValue: StateValue;
  tags: Tag[];
  /** SetAlarmState holds until then, or until new data comes. */
  heldUntil?: Date;
}

interface AlarmState {
  alarms: Alarm[];
  /** Oldest first. */
  history: AlarmHistoryItem[];
}

/** CloudWatch keeps an alarm's history for 30 days. */
const HISTORY_MS = 30 * 86_400_000;

/** Alarms and their history, on disk in `alarms.json`. */
export class AlarmStore {
  readonly account: Account;
  private readonly state: StateFile<AlarmState>;

  private constructor(account: Account, state: StateFile<AlarmState>) {
    this.account = account;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<AlarmStore> {
    const empty: AlarmState = { alarms: [], history: [] };
    return new AlarmStore(account, await StateFile.open(path.join(dataDir, "alarms.json"), empty));
  }

  all(): Alarm[] {
    return this.state.value.alarms;
  }

  history(): AlarmHistoryItem[] {
    return this.state.value.history;
  }

  find(name: string | undefined): Alarm | undefined {
    return this.all().find((each) => each.AlarmName === name);
  }

  /** @throws AwsError ResourceNotFound */
  get(name: string | undefined): Alarm {
    const alarm = this.find(name);
    if (!alarm) throw new AwsError("ResourceNotFound", `Alarm ${name} does not exist`, 404);
    return alarm;
  }

  put(alarm: Alarm): void {
    this.state.value.alarms = [...this.all().filter((each) => each.AlarmName !== alarm.AlarmName), alarm];
    this.all().sort((a, b) => (a.AlarmName < b.AlarmName ? -1 : 1));
  }

  remove(names: string[]): void {
    this.state.value.alarms = this.all().filter((each) => !names.includes(each.AlarmName));
  }

  record(alarm: Alarm, type: AlarmHistoryItem["HistoryItemType"], summary: string, data: object): void {
    const now = this.account.now();
    const oldest = now.getTime() - HISTORY_MS;
    this.state.value.history = this.history().filter((each) => (each.Timestamp?.getTime() ?? 0) >= oldest);
    this.history().push({
      AlarmName: alarm.AlarmName,
      AlarmType: "MetricAlarm",
      Timestamp: now,
      HistoryItemType: type,
      HistorySummary: summary,
      HistoryData: JSON.stringify(data),
    });
  }

  save(): Promise<void> {
    return this.state.save();
  }
}
