import * as model from "@aws-sdk/client-ecs";
import type { Service } from "../service";
import { clusterOperations } from "./cluster-operations";
import type { EcsStore } from "./ecs-state";
import { ecsSubjects } from "./ecs-subjects";
import { taskDefinitionOperations } from "./task-definition-operations";
import { taskOperations } from "./task-operations";
import type { TaskRunner } from "./task-runner";

/** ECS: clusters, task definitions and tasks that are processes of this machine. No services, no container instances. */
export function ecsService(store: EcsStore, runner: TaskRunner): Service {
  return {
    iamPrefix: "ecs",
    signingName: "ecs",
    target: "AmazonEC2ContainerServiceV20141113",
    jsonVersion: "1.1",
    invalidInput: "InvalidParameterException",
    model,
    subjects: ecsSubjects(store),
    operations: {
      ...clusterOperations(store),
      ...taskDefinitionOperations(store),
      ...taskOperations(store, runner),
    },
  };
}
