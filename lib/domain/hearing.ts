// Who is told when an alarm rings: the subscriptions of the topics, and whether they can be heard at all.
import type { AlarmWiring, Subscriber } from "./doctor/judge-surroundings";

/** nobody: alarms tell the topic, and it tells no one. */
export const HEARING_STATES = ["nobody", "pending", "confirmed"] as const;
export type HearingState = (typeof HEARING_STATES)[number];

/** One subscription; of a topic that has none, the topic alone. */
export interface Hearing {
  /** Its ARN. */
  topic: string;
  /** How many alarms tell it. */
  alarms: number;
  state: HearingState;
  protocol?: string;
  address?: string;
}

export const HEARING_VIEW: Record<
  HearingState,
  { label: string; indicator: "success" | "pending" | "error"; order: number; hint: string }
> = {
  nobody: {
    label: "Nobody subscribes",
    indicator: "error",
    order: 0,
    hint: "Add an address to alarms.emails in infra/environments.ts and deploy, then let its owner confirm the message of AWS.",
  },
  pending: {
    label: "Waiting for confirmation",
    indicator: "pending",
    order: 1,
    hint: "It hears nothing yet. Its owner follows the link in the message of AWS, within three days; after that, subscribe it again.",
  },
  confirmed: { label: "Confirmed", indicator: "success", order: 2, hint: "Nothing to do." },
};

/** Worst first: topics that nobody hears, then what waits, then the others by their address. */
export function hearingsOf(wiring: readonly AlarmWiring[], subscribers: readonly Subscriber[]): Hearing[] {
  const topics = new Set(wiring.flatMap(({ found }) => found?.topics ?? []));
  const all = [...topics].flatMap((topic): Hearing[] => {
    const alarms = wiring.filter(({ found }) => found?.actionsEnabled && found.topics.includes(topic)).length;
    const own = subscribers.filter((each) => each.topic === topic);
    if (own.length === 0) return [{ topic, alarms, state: "nobody" }];
    return own.map(({ protocol, endpoint, confirmed }) => ({
      ...{ topic, alarms, protocol, address: endpoint },
      state: confirmed ? "confirmed" : "pending",
    }));
  });
  return all.sort(
    (a, b) =>
      HEARING_VIEW[a.state].order - HEARING_VIEW[b.state].order ||
      ((a.address ?? a.topic) < (b.address ?? b.topic) ? -1 : 1),
  );
}

/** `holdfast-prod-alarms` of its ARN. */
export const topicName = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);

const PROTOCOL_LABEL: Readonly<Record<string, string>> = {
  email: "E-mail",
  "email-json": "E-mail (JSON)",
  sms: "Text message",
  http: "HTTP",
  https: "HTTPS",
  lambda: "Lambda function",
  sqs: "SQS queue",
  application: "Push notification",
  firehose: "Firehose",
};
export const protocolLabel = (protocol: string): string => PROTOCOL_LABEL[protocol] ?? protocol;

/** An on-call service's address has its key in path or query: whoever reads it could ring there. */
export function shownAddress(address: string): string {
  const [, host] = /^(https?:\/\/(?:[^/?#]*@)?[^/?#]+)[/?#]./i.exec(address) ?? [];
  return host === undefined ? address : `${host.replace(/\/\/.*@/, "//")}/…`;
}
