// The way in for a pipeline where the replica is in another account: a role there that may let CDK deploy, and nothing else. The
// primary's deploy role has no power over the copies, and this one none over the primary.
import { CfnOutput } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { GitHubRoles } from "../constructs/github-role";
import { replicaPlace } from "../names";
import { cdkPolicy } from "../policies/delivery-policy";
import { HoldfastStack } from "./holdfast-stack";

export class ReplicaDeliveryStack extends HoldfastStack {
  constructor(
    scope: Construct,
    config: EnvironmentConfig,
    { repository, environment, replicaOidcProviderArn }: NonNullable<EnvironmentConfig["delivery"]>,
  ) {
    super(scope, "replica-delivery", config, replicaPlace(config));
    const role = new GitHubRoles(this, replicaOidcProviderArn).role("DeployRole", {
      name: this.names.replicaDeployRole,
      description: `GitHub Actions of ${repository} deploy the replica of ${config.name} with it`,
      repository,
      environment: `${environment}-replica`,
      statements: cdkPolicy(this.account, [this.region]),
    });
    new CfnOutput(this, "DeployRoleArn", { value: role.roleArn, description: "What GitHub Actions takes on" });
  }
}
