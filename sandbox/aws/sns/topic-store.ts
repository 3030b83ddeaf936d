import { randomBytes, randomUUID } from "node:crypto";
import path from "node:path";
import { type Account, arnOf } from "../account";
import { AwsError } from "../aws-error";
import { StateFile } from "../state/state-file";

export interface Subscription {
  arn: string;
  protocol: string;
  endpoint: string;
  confirmed: boolean;
  /** What the confirmation mail's link carries. */
  token: string;
}

export interface Topic {
  arn: string;
  attributes: Record<string, string>;
  subscriptions: Subscription[];
}

/** What would have been sent, to whom. A message nobody had confirmed a subscription to has no deliveries. */
export interface OutboxEntry {
  kind: "notification" | "confirmation";
  at: Date;
  topicArn: string;
  messageId: string;
  subject?: string;
  message: string;
  deliveries: { protocol: string; endpoint: string }[];
}

interface TopicState {
  topics: Topic[];
  outbox: OutboxEntry[];
}

/** Protocols whose endpoints must say yes before they get anything. */
const CONFIRMED_BY_ENDPOINT = ["email", "email-json", "http", "https"];
const OUTBOX_KEEPS = 1000;

/** Topics and the outbox, on disk in `sns.json`. */
export class TopicStore {
  readonly account: Account;
  private readonly state: StateFile<TopicState>;

  private constructor(account: Account, state: StateFile<TopicState>) {
    this.account = account;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<TopicStore> {
    const empty: TopicState = { topics: [], outbox: [] };
    return new TopicStore(account, await StateFile.open(path.join(dataDir, "sns.json"), empty));
  }

  topics(): Topic[] {
    return this.state.value.topics;
  }

  outbox(): OutboxEntry[] {
    return this.state.value.outbox;
  }

  /** @throws AwsError NotFoundException */
  topic(arn: string): Topic {
    const topic = this.topics().find((each) => each.arn === arn);
    if (!topic) throw new AwsError("NotFoundException", "Topic does not exist", 404);
    return topic;
  }

  /** Creating an existing topic answers its ARN, as AWS does. */
  async createTopic(name: string, attributes: Record<string, string>): Promise<string> {
    if (!/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(name)) {
      throw new AwsError("InvalidParameterException", "Invalid parameter: Topic Name");
    }
    const arn = arnOf(this.account, "sns", name);
    if (!this.topics().some((each) => each.arn === arn)) {
      this.topics().push({ arn, attributes, subscriptions: [] });
      await this.state.save();
    }
    return arn;
  }

  async deleteTopic(arn: string): Promise<void> {
    this.state.value.topics = this.topics().filter((each) => each.arn !== arn);
    await this.state.save();
  }

  async subscribe(topicArn: string, protocol: string, endpoint: string): Promise<Subscription> {
    const topic = this.topic(topicArn);
    const existing = topic.subscriptions.find((each) => each.protocol === protocol && each.endpoint === endpoint);
    if (existing) return existing;
    const subscription: Subscription = {
      arn: `${topicArn}:${randomUUID()}`,
      protocol,
      endpoint,
      confirmed: !CONFIRMED_BY_ENDPOINT.includes(protocol),
      token: randomBytes(32).toString("hex"),
    };
    topic.subscriptions.push(subscription);
    if (!subscription.confirmed) {
      const subject = "AWS Notification - Subscription Confirmation";
      const message = `You have chosen to subscribe to the topic ${topicArn}. To confirm: POST /_sandbox/sns/confirm?arn=${subscription.arn}`;
      this.keep({ kind: "confirmation", topicArn, subject, message, to: [subscription] });
    }
    await this.state.save();
    return subscription;
  }

  /**
   * Confirms one subscription, or all that are pending on a topic when `arn` is a topic's. Answers how many.
   * @throws AwsError NotFoundException
   */
  async confirm(arn: string): Promise<number> {
    const topic = this.topics().find((each) => each.arn === arn);
    const all = topic?.subscriptions ?? this.topics().flatMap((each) => each.subscriptions);
    const meant = topic ? all : all.filter((each) => each.arn === arn);
    if (meant.length === 0) throw new AwsError("NotFoundException", "Subscription does not exist", 404);
    const pending = meant.filter((each) => !each.confirmed);
    for (const subscription of pending) subscription.confirmed = true;
    await this.state.save();
    return pending.length;
  }

  async unsubscribe(arn: string): Promise<void> {
    for (const topic of this.topics()) {
      topic.subscriptions = topic.subscriptions.filter((each) => each.arn !== arn);
    }
    await this.state.save();
  }

  /** Answers the message id once the outbox is durable. @throws AwsError NotFoundException */
  async publish(topicArn: string, subject: string | undefined, message: string): Promise<string> {
    const to = this.topic(topicArn).subscriptions.filter((each) => each.confirmed);
    const messageId = this.keep({ kind: "notification", topicArn, subject, message, to });
    await this.state.save();
    return messageId;
  }

  private keep(
    entry: Pick<OutboxEntry, "kind" | "topicArn" | "message"> & { subject: string | undefined; to: Subscription[] },
  ): string {
    const { to, subject, ...rest } = entry;
    const deliveries = to.map(({ protocol, endpoint }) => ({ protocol, endpoint }));
    const messageId = randomUUID();
    const kept: OutboxEntry = { ...rest, messageId, at: this.account.now(), deliveries };
    if (subject !== undefined) kept.subject = subject;
    this.state.value.outbox = [...this.outbox(), kept].slice(-OUTBOX_KEEPS);
    return messageId;
  }
}
