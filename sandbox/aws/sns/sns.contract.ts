import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, type AwsFixture, startFixture } from "../testing/aws-fixture";
import type { OutboxEntry } from "./topic-store";

let fixture: AwsFixture;
let sns: AwsClients["sns"];

beforeAll(async () => {
  fixture = await startFixture();
  sns = fixture.clients().sns;
});
afterAll(() => fixture.close());

async function outbox(topicArn: string): Promise<OutboxEntry[]> {
  const answer = await fetch(`${fixture.url}/_sandbox/sns/outbox`);
  const { messages } = (await answer.json()) as { messages: OutboxEntry[] };
  return messages.filter((each) => each.topicArn === topicArn);
}

describe("SNS", () => {
  it("sends e-mail only once its owner has confirmed", async () => {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
    const subscribe = new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "ops@example.com" });
    expect((await sns.send(subscribe)).SubscriptionArn).toBe("pending confirmation");
    const list = async () => (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions;
    expect(await list()).toMatchObject([{ SubscriptionArn: "PendingConfirmation", Endpoint: "ops@example.com" }]);
    await sns.send(new PublishCommand({ TopicArn, Subject: "first", Message: "nobody reads this" }));

    const confirmed = await fetch(`${fixture.url}/_sandbox/sns/confirm?arn=${TopicArn}`, { method: "POST" });
    expect(await confirmed.json()).toEqual({ confirmed: 1 });
    expect((await list())?.[0]?.SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
    await sns.send(new PublishCommand({ TopicArn, Subject: 'quotes " & <angles>', Message: "ä\nb" }));

    expect(await outbox(TopicArn)).toMatchObject([
      { kind: "confirmation", deliveries: [{ endpoint: "ops@example.com" }] },
      { kind: "notification", subject: "first", deliveries: [] },
      { kind: "notification", subject: 'quotes " & <angles>', message: "ä\nb", deliveries: [{ protocol: "email" }] },
    ]);
  });

  it("tells how many subscriptions of a topic are confirmed and pending", async () => {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "counted" }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "a@example.com" }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: "arn:aws:sqs:us-east-1:1:q" }));
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ TopicArn, SubscriptionsPending: "1", SubscriptionsConfirmed: "1" });
  });

  it("creates a topic once, lists it, and answers like AWS for one that does not exist", async () => {
    const create = () => sns.send(new CreateTopicCommand({ Name: "once" }));
    const { TopicArn = "" } = await create();
    expect(TopicArn).toBe("arn:aws:sns:us-east-1:123456789012:once");
    expect((await create()).TopicArn).toBe(TopicArn);
    const { Topics } = await sns.send(new ListTopicsCommand());
    expect(Topics?.filter((each) => each.TopicArn === TopicArn)).toHaveLength(1);
    const nowhere = sns.send(new PublishCommand({ TopicArn: `${TopicArn}x`, Message: "x" }));
    await expect(nowhere).rejects.toMatchObject({ name: "NotFoundException", message: "Topic does not exist" });
  });

  it("keeps topics, subscriptions and outbox over a restart", async () => {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "kept" }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "a@example.com" }));
    await fixture.restart();
    sns = fixture.clients().sns;
    expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toHaveLength(1);
    expect(await outbox(TopicArn)).toHaveLength(1);
  });
});
