import type { Subscriber } from "@/lib/domain/doctor/judge-surroundings";

/** Who is told by a topic. */
export interface Subscriptions {
  /** @param topic its ARN. @throws AppError aws-denied, aws-unreachable */
  of(topic: string): Promise<Subscriber[]>;
}
