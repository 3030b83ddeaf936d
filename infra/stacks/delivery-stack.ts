// What a pipeline needs to deliver into this account: two image repositories, and a role that GitHub Actions takes on without
// any key. Deployed once by hand, before the pipeline can do anything; see docs/deploy.md.
import { CfnOutput, Duration } from "aws-cdk-lib";
import * as ecr from "aws-cdk-lib/aws-ecr";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { attach } from "../constructs/attach-policy";
import { replicaPlace } from "../names";
import { deliveryPolicy } from "../policies/delivery-policy";
import { HoldfastStack } from "./holdfast-stack";

/** Where GitHub's tokens come from, and for whom its official action asks for them. */
const ISSUER = "token.actions.githubusercontent.com";
const AUDIENCE = "sts.amazonaws.com";
/** Enough to go back by; each release is one image of each kind. */
const KEPT_IMAGES = 10;
const UNTAGGED_DAYS = 1;

export class DeliveryStack extends HoldfastStack {
  constructor(
    scope: Construct,
    config: EnvironmentConfig,
    { repository, environment, oidcProviderArn }: NonNullable<EnvironmentConfig["delivery"]>,
  ) {
    super(scope, "delivery", config);
    const replica = replicaPlace(config);
    const images = [
      this.imageRepository("WorkerImages", this.names.workerImages),
      this.imageRepository("ConsoleImages", this.names.consoleImages),
    ];
    const role = new iam.Role(this, "DeployRole", {
      roleName: this.names.deployRole,
      description: `GitHub Actions of ${repository} deploy ${config.name} with it`,
      assumedBy: new iam.WebIdentityPrincipal(oidcProviderArn ?? this.oidcProvider(), {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          // The environment, not a branch: GitHub hands out this subject only after the environment's approvals.
          [`${ISSUER}:sub`]: `repo:${repository}:environment:${environment}`,
        },
      }),
    });
    attach(
      role,
      deliveryPolicy({
        account: config.account,
        regions: replica.account === config.account ? [config.region, replica.region] : [config.region],
        imageRepositoryArns: images.map((each) => each.repositoryArn),
      }),
    );
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

  private oidcProvider(): string {
    const provider = new iam.OidcProviderNative(this, "GitHub", { url: `https://${ISSUER}`, clientIds: [AUDIENCE] });
    return provider.oidcProviderArn;
  }
}
