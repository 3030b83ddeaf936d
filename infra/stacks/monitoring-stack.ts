import type * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { alarmsFor } from "@/lib/domain/alarms-for";
import type { EnvironmentConfig } from "../config";
import { domainAlarm } from "../constructs/domain-alarm";
import { healthDashboard } from "../constructs/health-dashboard";
import { targetsOf } from "../settings";
import { HoldfastStack } from "./holdfast-stack";
import type { WorkerStack } from "./worker-stack";

/** Every alarm of lib/domain/alarms-for.ts, a topic that carries them to people, and one page that shows them all. */
export class MonitoringStack extends HoldfastStack {
  constructor(scope: Construct, config: EnvironmentConfig, worker: WorkerStack) {
    super(scope, "monitoring", config);
    const topic = new sns.Topic(this, "Alarms", {
      topicName: this.names.alarmTopic,
      displayName: `Holdfast ${config.name}`,
      enforceSSL: true,
    });
    for (const address of config.alarms.emails) topic.addSubscription(new EmailSubscription(address));
    const action = new SnsAction(topic);
    const alarms: cloudwatch.Alarm[] = alarmsFor(targetsOf(config)).map((definition) => {
      const alarm = domainAlarm(this, this.names.prefix, definition);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
    healthDashboard(this, { name: this.names.prefix, alarms, missedStarts: worker.missedStarts });
  }
}
