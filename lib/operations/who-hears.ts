import { alarmName } from "@/lib/domain/alarm";
import { alarmsFor } from "@/lib/domain/alarms-for";
import type { AlarmWiring, Subscriber } from "@/lib/domain/doctor/judge-surroundings";
import { type Hearing, hearingsOf, shownAddress } from "@/lib/domain/hearing";
import type { Targets } from "@/lib/domain/targets";
import type { Monitoring } from "@/lib/ports/monitoring";
import type { Subscriptions } from "@/lib/ports/subscriptions";

export interface WatchedAlarms {
  monitoring: Monitoring;
  subscriptions: Subscriptions;
  prefix: string;
  targets: Targets;
}

/** Every subscription of the topics, worst first; none on a standby, whose alarms stand elsewhere. @throws as whoHears */
export async function readHearings({
  alarms,
  standby,
}: {
  alarms?: WatchedAlarms;
  standby?: boolean;
}): Promise<Hearing[]> {
  if (!alarms || standby) return [];
  const { wiring, subscribers } = await whoHears(alarms);
  return hearingsOf(wiring, subscribers);
}

/** Which topics each of Holdfast's alarms tells, and who subscribes to those. @throws AppError aws-denied, aws-unreachable */
export async function whoHears({
  monitoring,
  subscriptions,
  prefix,
  targets,
}: WatchedAlarms): Promise<{ wiring: AlarmWiring[]; subscribers: Subscriber[] }> {
  const facts = await monitoring.alarms(prefix);
  const wiring = alarmsFor(targets).map((definition) => {
    const found = facts.find(({ name }) => name === alarmName(prefix, definition));
    return {
      title: definition.title,
      found: found && {
        actionsEnabled: found.actionsEnabled,
        topics: found.actions.filter((arn) => arn.includes(":sns:")),
      },
    };
  });
  const topics = new Set(wiring.flatMap(({ found }) => found?.topics ?? []));
  const subscribers = await Promise.all([...topics].map((topic) => subscriptions.of(topic)));
  const shown = subscribers.flat().map((each) => ({ ...each, endpoint: shownAddress(each.endpoint) }));
  return { wiring, subscribers: shown };
}
