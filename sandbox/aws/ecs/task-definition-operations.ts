import type * as model from "@aws-sdk/client-ecs";
import { arnOf } from "../account";
import { AwsError } from "../aws-error";
import { type Call, type Operation, operation } from "../service";
import { paginate } from "../state/paginate";
import type { EcsStore, Revision } from "./ecs-state";
import { checkPassRole } from "./pass-role";
import { checkTaskDefinition } from "./task-definition-input";

export function taskDefinitionOperations(store: EcsStore): Record<string, Operation> {
  return {
    RegisterTaskDefinition: operation(
      async (input: model.RegisterTaskDefinitionRequest, call: Call): Promise<model.RegisterTaskDefinitionResponse> => {
        checkTaskDefinition(input);
        checkPassRole(store.account, call, [input.taskRoleArn, input.executionRoleArn]);
        const { tags = [], enableFaultInjection: _, ...settings } = input;
        const revision: Revision = { definition: register(store, settings, call), tags };
        store.revisions.push(revision);
        await store.save();
        return { taskDefinition: revision.definition, tags };
      },
    ),
    DescribeTaskDefinition: operation(
      (input: model.DescribeTaskDefinitionRequest): model.DescribeTaskDefinitionResponse => {
        const { definition, tags } = getRevision(store, input.taskDefinition, "Unable to describe task definition.");
        return { taskDefinition: definition, ...(input.include?.includes("TAGS") ? { tags } : {}) };
      },
    ),
    DeregisterTaskDefinition: operation(
      async (input: model.DeregisterTaskDefinitionRequest): Promise<model.DeregisterTaskDefinitionResponse> => {
        if (!input.taskDefinition?.includes(":")) {
          throw new AwsError("ClientException", "Invalid revision number. Number: null");
        }
        const { definition } = getRevision(store, input.taskDefinition, "Unable to describe task definition.");
        definition.status = "INACTIVE";
        definition.deregisteredAt = store.account.now();
        await store.save();
        return { taskDefinition: definition };
      },
    ),
    ListTaskDefinitions: operation((input: model.ListTaskDefinitionsRequest): model.ListTaskDefinitionsResponse => {
      const { familyPrefix, status = "ACTIVE" } = input;
      const found = store.revisions
        .map((each) => each.definition)
        .filter((each) => each.status === status && (familyPrefix === undefined || each.family === familyPrefix))
        .sort((a, b) => (a.family < b.family ? -1 : a.family > b.family ? 1 : a.revision - b.revision));
      if (input.sort === "DESC") found.reverse();
      const page = paginate(found, input.nextToken, input.maxResults ?? 100, "InvalidParameterException");
      return { taskDefinitionArns: page.items.map((each) => each.taskDefinitionArn), nextToken: page.nextToken };
    }),
    ListTaskDefinitionFamilies: operation(
      (input: model.ListTaskDefinitionFamiliesRequest): model.ListTaskDefinitionFamiliesResponse => {
        const active = store.revisions.filter((each) => each.definition.status === "ACTIVE");
        const families = new Set(active.map((each) => each.definition.family));
        const found = [...families].filter((each) => each.startsWith(input.familyPrefix ?? "")).sort();
        const page = paginate(found, input.nextToken, input.maxResults ?? 100, "InvalidParameterException");
        return { families: page.items, nextToken: page.nextToken };
      },
    ),
  };
}

/** @throws AwsError ClientException with `message` */
export function getRevision(store: EcsStore, id: string | undefined, message: string): Revision {
  const revision = store.findRevision(id ?? "");
  if (!revision) throw new AwsError("ClientException", message);
  return revision;
}

type Settings = Omit<model.RegisterTaskDefinitionRequest, "tags" | "enableFaultInjection">;

function register(store: EcsStore, settings: Settings, call: Call): Revision["definition"] {
  const family = settings.family ?? "";
  const taken = store.revisions.filter((each) => each.definition.family === family);
  const revision = Math.max(0, ...taken.map((each) => each.definition.revision)) + 1;
  return {
    volumes: [],
    placementConstraints: [],
    ...settings,
    containerDefinitions: (settings.containerDefinitions ?? []).map(withDefaults),
    family,
    revision,
    taskDefinitionArn: arnOf(store.account, "ecs", `task-definition/${family}:${revision}`),
    status: "ACTIVE",
    compatibilities: ["EC2", "FARGATE"],
    registeredAt: store.account.now(),
    registeredBy: call.principal.name,
  };
}

function withDefaults(container: model.ContainerDefinition): model.ContainerDefinition {
  return { cpu: 0, portMappings: [], essential: true, environment: [], mountPoints: [], volumesFrom: [], ...container };
}
