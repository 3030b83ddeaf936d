import * as model from "@aws-sdk/client-sns";
import { AwsError } from "../aws-error";
import { type Operation, operation, type Service, subjects } from "../service";
import { paginate } from "../state/paginate";
import type { Subscription, TopicStore } from "./topic-store";

/** SNS: topics, subscriptions that must be confirmed, publishing into the outbox. Nothing ever leaves the machine. */
export function snsService(store: TopicStore): Service {
  return {
    iamPrefix: "sns",
    signingName: "sns",
    xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    accessDenied: ["AuthorizationErrorException", 403],
    invalidInput: "InvalidParameterException",
    model,
    subjects: {
      ListSubscriptionsByTopic: subjects(({ TopicArn = "" }: model.ListSubscriptionsByTopicInput) => [
        { resource: TopicArn },
      ]),
    },
    operations: { ...topicOperations(store), ...subscriptionOperations(store) },
  };
}

const PAGE = 100;

function topicOperations(store: TopicStore): Record<string, Operation> {
  return {
    CreateTopic: operation(async (input: model.CreateTopicInput): Promise<model.CreateTopicResponse> => {
      return { TopicArn: await store.createTopic(input.Name ?? "", input.Attributes ?? {}) };
    }),
    DeleteTopic: operation(async (input: model.DeleteTopicInput) => {
      await store.deleteTopic(input.TopicArn ?? "");
      return {};
    }),
    ListTopics: operation((input: model.ListTopicsInput): model.ListTopicsResponse => {
      const page = paginate(store.topics(), input.NextToken, PAGE, "InvalidParameterException");
      return { Topics: page.items.map((each) => ({ TopicArn: each.arn })), NextToken: page.nextToken };
    }),
    GetTopicAttributes: operation((input: model.GetTopicAttributesInput): model.GetTopicAttributesResponse => {
      const topic = store.topic(input.TopicArn ?? "");
      const pending = topic.subscriptions.filter((each) => !each.confirmed).length;
      return {
        Attributes: {
          ...topic.attributes,
          TopicArn: topic.arn,
          Owner: store.account.accountId,
          DisplayName: topic.attributes.DisplayName ?? "",
          SubscriptionsPending: String(pending),
          SubscriptionsConfirmed: String(topic.subscriptions.length - pending),
          SubscriptionsDeleted: "0",
        },
      };
    }),
    Publish: operation(async (input: model.PublishInput): Promise<model.PublishResponse> => {
      const arn = input.TopicArn ?? input.TargetArn;
      if (!arn)
        throw new AwsError("InvalidParameterException", "the sandbox publishes to topics only; give a TopicArn");
      if (input.Message === "") throw new AwsError("InvalidParameterException", "Invalid parameter: Empty message");
      if ((input.Subject?.length ?? 0) > 100)
        throw new AwsError("InvalidParameterException", "Invalid parameter: Subject");
      return { MessageId: await store.publish(arn, input.Subject, input.Message ?? "") };
    }),
  };
}

function subscriptionOperations(store: TopicStore): Record<string, Operation> {
  return {
    Subscribe: operation(async (input: model.SubscribeInput): Promise<model.SubscribeResponse> => {
      const { TopicArn = "", Protocol = "", Endpoint } = input;
      if (!Endpoint) throw new AwsError("InvalidParameterException", "Invalid parameter: Endpoint");
      const subscription = await store.subscribe(TopicArn, Protocol, Endpoint);
      const pending = !subscription.confirmed && !input.ReturnSubscriptionArn;
      return { SubscriptionArn: pending ? "pending confirmation" : subscription.arn };
    }),
    ConfirmSubscription: operation(
      async (input: model.ConfirmSubscriptionInput): Promise<model.ConfirmSubscriptionResponse> => {
        const subscription = store.topic(input.TopicArn ?? "").subscriptions.find((each) => each.token === input.Token);
        if (!subscription) throw new AwsError("InvalidParameterException", "Invalid token");
        await store.confirm(subscription.arn);
        return { SubscriptionArn: subscription.arn };
      },
    ),
    Unsubscribe: operation(async (input: model.UnsubscribeInput) => {
      await store.unsubscribe(input.SubscriptionArn ?? "");
      return {};
    }),
    ListSubscriptionsByTopic: operation(
      (input: model.ListSubscriptionsByTopicInput): model.ListSubscriptionsByTopicResponse => {
        const topic = store.topic(input.TopicArn ?? "");
        const page = paginate(topic.subscriptions, input.NextToken, PAGE, "InvalidParameterException");
        const describe = (each: Subscription) => describeSubscription(store, topic.arn, each);
        return { Subscriptions: page.items.map(describe), NextToken: page.nextToken };
      },
    ),
    ListSubscriptions: operation((input: model.ListSubscriptionsInput): model.ListSubscriptionsResponse => {
      const all = store.topics().flatMap((topic) => {
        return topic.subscriptions.map((each) => describeSubscription(store, topic.arn, each));
      });
      const page = paginate(all, input.NextToken, PAGE, "InvalidParameterException");
      return { Subscriptions: page.items, NextToken: page.nextToken };
    }),
  };
}

function describeSubscription(store: TopicStore, topicArn: string, subscription: Subscription): model.Subscription {
  return {
    SubscriptionArn: subscription.confirmed ? subscription.arn : "PendingConfirmation",
    Owner: store.account.accountId,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: topicArn,
  };
}
