import { partitionOf } from "./arns";
import { allow, type Statement } from "./statement";

export interface DeliveryPolicyResources {
  account: string;
  /** Each has a bootstrap of its own. */
  regions: string[];
  imageRepositoryArns: string[];
}

/** The name CDK gives the roles of a bootstrap that nobody has renamed. */
const BOOTSTRAP = "cdk-hnb659fds";

/** Lets CDK deploy into these regions of an account. */
export const cdkPolicy = (account: string, regions: string[]): Statement[] => [
  allow(
    "DeployWithCdk",
    ["sts:AssumeRole"],
    regions.flatMap((region) =>
      ["deploy", "file-publishing", "lookup"].map(
        (what) => `arn:${partitionOf(region)}:iam::${account}:role/${BOOTSTRAP}-${what}-role-${account}-${region}`,
      ),
    ),
  ),
];

/**
 * What GitHub Actions may do: push images, and let CDK deploy. It reads no bucket and no secret, but what CDK deploys is up to
 * whoever may change the code: the GitHub environment's reviewers are the fence there.
 */
export const deliveryPolicy = ({ account, regions, imageRepositoryArns }: DeliveryPolicyResources): Statement[] => [
  ...cdkPolicy(account, regions),
  // Signing in to the registry knows no resources; what may be pushed where stands below.
  allow("SignInToRegistry", ["ecr:GetAuthorizationToken"], ["*"]),
  allow(
    "PushImages",
    [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    imageRepositoryArns,
  ),
];
