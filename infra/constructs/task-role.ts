import { Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Statement } from "../policies/statement";
import { acknowledge } from "./acknowledge";
import { attach } from "./attach-policy";

export interface TaskRoleProps {
  /** Fixed, so that the policy of whoever may pass the role can name it. */
  name: string;
  description: string;
  statements: Statement[];
}

/** A role that only ECS tasks of this account can take on, with exactly these statements. */
export function taskRole(scope: Construct, id: string, props: TaskRoleProps): iam.Role {
  const { account, region, partition } = Stack.of(scope);
  const role = new iam.Role(scope, id, {
    roleName: props.name,
    description: props.description,
    assumedBy: new iam.ServicePrincipal("ecs-tasks.amazonaws.com", {
      conditions: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${account}:*` },
      },
    }),
  });
  attach(role, props.statements);
  return role;
}

/** What ECS itself uses to start a task: pull the image, open the log, fetch the secrets. CDK grants it just that. */
export function executionRole(scope: Construct, id: string, name: string): iam.Role {
  const role = taskRole(scope, id, { name, description: "ECS starts the task with it", statements: [] });
  acknowledge(
    role,
    "AwsSolutions-IAM5[Resource::*]",
    "Pulling an image takes ecr:GetAuthorizationToken, which knows no resources.",
  );
  return role;
}
