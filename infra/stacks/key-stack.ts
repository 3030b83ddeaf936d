import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { dataKey, letLogsUse } from "../constructs/data-key";
import { HoldfastStack } from "./holdfast-stack";

/** The primary region's key, for buckets and logs. The replica's stack has one of its own. */
export class KeyStack extends HoldfastStack {
  readonly key: kms.Key;

  constructor(scope: Construct, config: EnvironmentConfig) {
    super(scope, "key", config);
    this.key = dataKey(this, { alias: this.names.keyAlias, keep: this.keep });
    letLogsUse(this.key, config, `/holdfast/${config.name}/`);
  }
}
