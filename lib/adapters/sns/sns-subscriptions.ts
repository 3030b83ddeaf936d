import { paginateListSubscriptionsByTopic, SNSClient } from "@aws-sdk/client-sns";
import type { Subscriber } from "@/lib/domain/doctor/judge-surroundings";
import type { Subscriptions } from "@/lib/ports/subscriptions";
import { awsError } from "../shared/aws-error";
import { SMALL_CALL } from "../shared/small-call";

const ATTEMPTS = 3;

/** Of one that was not confirmed SNS tells this in place of its ARN. */
const PENDING = "PendingConfirmation";

export class SnsSubscriptions implements Subscriptions {
  private readonly client: SNSClient;

  constructor({ region }: { region: string }) {
    this.client = new SNSClient({ region, maxAttempts: ATTEMPTS, requestHandler: SMALL_CALL });
  }

  async of(topic: string): Promise<Subscriber[]> {
    const subscribers: Subscriber[] = [];
    try {
      for await (const page of paginateListSubscriptionsByTopic({ client: this.client }, { TopicArn: topic })) {
        for (const { SubscriptionArn, Protocol = "", Endpoint = "" } of page.Subscriptions ?? [])
          subscribers.push({ topic, protocol: Protocol, endpoint: Endpoint, confirmed: SubscriptionArn !== PENDING });
      }
    } catch (cause) {
      throw awsError(cause, "SNS", "sns:ListSubscriptionsByTopic");
    }
    return subscribers;
  }
}
