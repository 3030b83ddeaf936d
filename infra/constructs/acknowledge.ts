import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Accepts a finding of cdk-nag or of CloudFormation's own validation at `scope` and below, saying why. */
export const acknowledge = (scope: IConstruct, id: string, reason: string): void =>
  Validations.of(scope).acknowledge({ id, reason });
