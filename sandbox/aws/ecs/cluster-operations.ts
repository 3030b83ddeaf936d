import type * as model from "@aws-sdk/client-ecs";
import { arnOf, lastSegment } from "../account";
import { AwsError } from "../aws-error";
import { type Operation, operation } from "../service";
import { paginate } from "../state/paginate";
import type { EcsStore } from "./ecs-state";

export function clusterOperations(store: EcsStore): Record<string, Operation> {
  return {
    CreateCluster: operation(async (input: model.CreateClusterRequest): Promise<model.CreateClusterResponse> => {
      const name = input.clusterName ?? "default";
      if (!/^[\w-]{1,255}$/.test(name)) throw new AwsError("InvalidParameterException", "Invalid cluster name.");
      const existing = store.clusters.find((each) => each.clusterName === name);
      if (existing) return { cluster: withCounts(store, existing) };
      const cluster: model.Cluster = {
        clusterArn: arnOf(store.account, "ecs", `cluster/${name}`),
        clusterName: name,
        status: "ACTIVE",
        registeredContainerInstancesCount: 0,
        settings: input.settings ?? [],
        capacityProviders: input.capacityProviders ?? [],
        defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
        tags: input.tags ?? [],
      };
      store.clusters.push(cluster);
      await store.save();
      return { cluster: withCounts(store, cluster) };
    }),
    DescribeClusters: operation((input: model.DescribeClustersRequest): model.DescribeClustersResponse => {
      const clusters: model.Cluster[] = [];
      const failures: model.Failure[] = [];
      for (const id of input.clusters ?? ["default"]) {
        const name = lastSegment(id);
        const found = store.clusters.find((each) => each.clusterName === name);
        if (found) clusters.push(withoutUnasked(withCounts(store, found), input.include ?? []));
        else failures.push({ arn: arnOf(store.account, "ecs", `cluster/${name}`), reason: "MISSING" });
      }
      return { clusters, failures };
    }),
    ListClusters: operation((input: model.ListClustersRequest): model.ListClustersResponse => {
      const page = paginate(store.clusters, input.nextToken, input.maxResults ?? 100, "InvalidParameterException");
      return { clusterArns: page.items.flatMap((each) => each.clusterArn ?? []), nextToken: page.nextToken };
    }),
  };
}

function withCounts(store: EcsStore, cluster: model.Cluster): model.Cluster {
  const statuses = store.tasks
    .filter((each) => each.task.clusterArn === cluster.clusterArn)
    .map((each) => each.task.lastStatus);
  return {
    ...cluster,
    runningTasksCount: statuses.filter((status) => status === "RUNNING").length,
    pendingTasksCount: statuses.filter((status) => status === "PENDING" || status === "PROVISIONING").length,
    activeServicesCount: 0,
    statistics: [],
  };
}

function withoutUnasked(cluster: model.Cluster, include: string[]): model.Cluster {
  return {
    ...cluster,
    tags: include.includes("TAGS") ? cluster.tags : [],
    settings: include.includes("SETTINGS") ? cluster.settings : [],
  };
}
