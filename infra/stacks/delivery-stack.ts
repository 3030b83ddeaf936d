// What a pipeline needs to deliver into this account: two image repositories, and roles that GitHub Actions takes on without
// any key. Deployed once by hand, before the pipeline can do anything; see docs/deploy.md.
import { CfnOutput, Duration } from "aws-cdk-lib";
import * as ecr from "aws-cdk-lib/aws-ecr";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { GitHubRoles } from "../constructs/github-role";
import { ownBuckets, replicaPlace } from "../names";
import { deliveryPolicy } from "../policies/delivery-policy";
import { drillStartPolicy } from "../policies/drill-start-policy";
import { forceDestroyPolicy, takeDownPolicy } from "../policies/take-down-policy";
import { HoldfastStack } from "./holdfast-stack";

/** Enough to go back by; each release is one image of each kind. */
const KEPT_IMAGES = 10;
const UNTAGGED_DAYS = 1;

export class DeliveryStack extends HoldfastStack {
  constructor(
    scope: Construct,
    config: EnvironmentConfig,
    { repository, environment, oidcProviderArn, forceDestroy }: NonNullable<EnvironmentConfig["delivery"]>,
  ) {
    super(scope, "delivery", config);
    const replica = replicaPlace(config);
    const images = [
      this.imageRepository("WorkerImages", this.names.workerImages),
      this.imageRepository("ConsoleImages", this.names.consoleImages),
    ];
    const roles = new GitHubRoles(this, oidcProviderArn);
    const trusted = { repository, environment };
    const role = roles.role("DeployRole", {
      ...trusted,
      name: this.names.deployRole,
      description: `GitHub Actions of ${repository} deploy ${config.name} with it`,
      statements: [
        ...deliveryPolicy({
          account: config.account,
          regions: replica.account === config.account ? [config.region, replica.region] : [config.region],
          imageRepositoryArns: images.map((each) => each.repositoryArn),
        }),
        ...(config.protected ? [] : takeDownPolicy(this.roleScope.place, this.names)),
        ...(forceDestroy ? forceDestroyPolicy(this.roleScope.place, ownBuckets(this.names)) : []),
      ],
    });
    if (config.verification.drill)
      roles.role("DrillStartRole", {
        ...trusted,
        name: this.names.drillStartRole,
        description: `GitHub Actions of ${repository} start drills of ${config.name} with it`,
        statements: drillStartPolicy({ ...this.roleScope, names: this.names }),
      });
    new CfnOutput(this, "DeployRoleArn", { value: role.roleArn, description: "What GitHub Actions takes on" });
  }

  private imageRepository(id: string, name: string): ecr.Repository {
    return new ecr.Repository(this, id, {
      repositoryName: name,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      removalPolicy: this.keep,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: "pushes that broke off",
          tagStatus: ecr.TagStatus.UNTAGGED,
          maxImageAge: Duration.days(UNTAGGED_DAYS),
        },
        {
          rulePriority: 2,
          description: "the newest stay",
          tagStatus: ecr.TagStatus.TAGGED,
          tagPatternList: ["*"],
          maxImageCount: KEPT_IMAGES,
        },
      ],
    });
  }
}
