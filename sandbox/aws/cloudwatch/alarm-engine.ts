import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { TopicStore } from "../sns/topic-store";
import { type AlarmRule, type Datapoint, evaluateAlarm, evaluationRange, type MissingData } from "./alarm-evaluation";
import { alarmMessage, alarmSubject } from "./alarm-notification";
import { alarmReason, alarmReasonData, awsDate } from "./alarm-reason";
import type { Alarm, AlarmStore } from "./alarm-store";
import { type MetricStore, metricId } from "./metric-store";
import { aggregate, statisticOf } from "./statistics";

const EVALUATE_EVERY_MS = 5_000;

/** Evaluates alarms, on a timer and when data comes, and carries out what a change of state asks for. */
export class AlarmEngine {
  private readonly alarms: AlarmStore;
  private readonly metrics: MetricStore;
  private readonly topics: TopicStore;
  private timer: NodeJS.Timeout | undefined;
  /** Changes are made one after the other, so that history and notifications keep their order. */
  private queue: Promise<void> = Promise.resolve();

  constructor(alarms: AlarmStore, metrics: MetricStore, topics: TopicStore) {
    this.alarms = alarms;
    this.metrics = metrics;
    this.topics = topics;
  }

  /** Begins to evaluate all alarms every few seconds. */
  start(): void {
    this.timer = setInterval(() => this.evaluateSoon(() => true), EVALUATE_EVERY_MS);
  }

  /** Data of `namespace` has come. */
  dataArrived(namespace: string): void {
    for (const alarm of this.alarms.all()) {
      if (alarm.Namespace === namespace) alarm.heldUntil = undefined;
    }
    this.evaluateSoon((alarm) => alarm.Namespace === namespace);
  }

  /** A change of state from outside: SetAlarmState. */
  async setState(alarm: Alarm, state: StateValue, reason: string, reasonData: string | undefined): Promise<void> {
    await this.inOrder(() => this.change(alarm, state, reason, reasonData));
  }

  /** Resolves when no change is under way any more. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.queue;
  }

  private evaluateSoon(wanted: (alarm: Alarm) => boolean): void {
    this.inOrder(async () => {
      const now = this.alarms.account.now();
      const due = this.alarms.all().filter((alarm) => wanted(alarm) && !(alarm.heldUntil && alarm.heldUntil > now));
      for (const alarm of due) await this.evaluate(alarm, now);
    }).catch((error) => this.alarms.account.log(`alarms could not be evaluated: ${error}`));
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async evaluate(alarm: Alarm, now: Date): Promise<void> {
    const rule = ruleOf(alarm);
    const verdict = evaluateAlarm(rule, this.datapoints(alarm, rule, now), alarm.StateValue);
    if (verdict.state === alarm.StateValue) return;
    const statistic = alarm.ExtendedStatistic ?? alarm.Statistic ?? "";
    const metric = { statistic, period: alarm.Period ?? 60, unit: alarm.Unit };
    const reason = alarmReason(rule, verdict, alarm.StateValue);
    await this.change(alarm, verdict.state, reason, alarmReasonData(rule, verdict, metric, now));
  }

  /** The alarm's last periods, newest first. They end with the current minute, so that new data counts at once. */
  private datapoints(alarm: Alarm, rule: AlarmRule, now: Date): (Datapoint | undefined)[] {
    const period = (alarm.Period ?? 60) * 1000;
    const grain = Math.min(period, 60_000);
    const end = (Math.floor(now.getTime() / grain) + 1) * grain;
    const metric = metricId(alarm.Namespace, alarm.MetricName, alarm.Dimensions);
    return Array.from({ length: evaluationRange(rule.evaluationPeriods) }, (_, index) => {
      const from = end - (index + 1) * period;
      const total = aggregate(this.metrics.samples(metric, from, from + period, alarm.Unit));
      const value = total && statisticOf(total, alarm.ExtendedStatistic ?? alarm.Statistic ?? "");
      return value === undefined ? undefined : { at: new Date(from), value, sampleCount: total?.count ?? 0 };
    });
  }

  private async change(alarm: Alarm, state: StateValue, reason: string, reasonData: string | undefined): Promise<void> {
    const now = this.alarms.account.now();
    const before = describeState(alarm);
    const oldState = alarm.StateValue;
    if (state !== oldState) alarm.StateTransitionedTimestamp = now;
    alarm.StateValue = state;
    alarm.StateReason = reason;
    alarm.StateReasonData = reasonData;
    alarm.StateUpdatedTimestamp = now;
    this.alarms.record(alarm, "StateUpdate", `Alarm updated from ${oldState} to ${state}`, {
      version: "1.0",
      oldState: before,
      newState: describeState(alarm),
    });
    if (state !== oldState && alarm.ActionsEnabled !== false) {
      for (const action of actionsOf(alarm)) await this.execute(alarm, oldState, action, now);
    }
    await this.alarms.save();
  }

  private async execute(alarm: Alarm, oldState: StateValue, action: string, now: Date): Promise<void> {
    const message = alarmMessage(this.alarms.account, alarm, oldState);
    const data = { stateUpdateTimestamp: awsDate(now), notificationResource: action, publishedMessage: message };
    try {
      await this.topics.publish(action, alarmSubject(this.alarms.account, alarm), message);
      const done = { actionState: "Succeeded", error: null, ...data };
      this.alarms.record(alarm, "Action", `Successfully executed action ${action}`, done);
    } catch (error) {
      const failed = { actionState: "Failed", error: String(error), ...data };
      this.alarms.record(alarm, "Action", `Failed to execute action ${action}`, failed);
    }
  }
}

function ruleOf(alarm: Alarm): AlarmRule {
  const evaluationPeriods = alarm.EvaluationPeriods ?? 1;
  return {
    comparisonOperator: alarm.ComparisonOperator ?? "GreaterThanThreshold",
    threshold: alarm.Threshold ?? 0,
    evaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? evaluationPeriods,
    treatMissingData: (alarm.TreatMissingData ?? "missing") as MissingData,
  };
}

function actionsOf(alarm: Alarm): string[] {
  if (alarm.StateValue === "ALARM") return alarm.AlarmActions ?? [];
  if (alarm.StateValue === "OK") return alarm.OKActions ?? [];
  return alarm.InsufficientDataActions ?? [];
}

function describeState(alarm: Alarm): object {
  return {
    stateValue: alarm.StateValue,
    stateReason: alarm.StateReason,
    ...(alarm.StateReasonData ? { stateReasonData: parseData(alarm.StateReasonData) } : {}),
  };
}

/** SetAlarmState may be given any text as data. */
function parseData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
