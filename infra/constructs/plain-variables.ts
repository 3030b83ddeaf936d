import type { IConstruct } from "constructs";
import { acknowledge } from "./acknowledge";

/** cdk-nag would have no variable in a task definition at all; ours name things, and a spec holds that no secret is among them. */
export const plainVariables = (definition: IConstruct): void =>
  acknowledge(
    definition,
    "AwsSolutions-ECS2",
    "The variables name buckets, Apps and addresses; secrets are named by ARN or come from Secrets Manager.",
  );
