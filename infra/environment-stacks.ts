import type { App } from "aws-cdk-lib";
import type { EnvironmentConfig } from "./config";
import { ConsoleStack } from "./stacks/console-stack";
import { DeliveryStack } from "./stacks/delivery-stack";
import { KeyStack } from "./stacks/key-stack";
import { MonitoringStack } from "./stacks/monitoring-stack";
import { NetworkStack } from "./stacks/network-stack";
import { ReplicaStack } from "./stacks/replica-stack";
import { SecretsStack } from "./stacks/secrets-stack";
import { StorageStack } from "./stacks/storage-stack";
import { WorkerStack } from "./stacks/worker-stack";

export interface EnvironmentStacks {
  /** Only where Holdfast has a key of its own. */
  key?: KeyStack;
  network: NetworkStack;
  replica: ReplicaStack;
  storage: StorageStack;
  secrets: SecretsStack;
  worker: WorkerStack;
  console: ConsoleStack;
  monitoring: MonitoringStack;
  delivery?: DeliveryStack;
}

/**
 * Every stack of one environment. Dependencies that go by name rather than by reference are declared here. References are
 * strong (cdk.json): a stack that another one uses cannot be taken away or changed under it unnoticed.
 */
export function environmentStacks(app: App, config: EnvironmentConfig): EnvironmentStacks {
  const keyStack = config.encryption === "kms" ? new KeyStack(app, config) : undefined;
  const key = keyStack?.key;
  const network = new NetworkStack(app, config, key);
  const replica = new ReplicaStack(app, config);
  const storage = new StorageStack(app, config, key);
  // With two accounts nobody's credentials deploy both: docs/deploy.md has the order.
  if (replica.account === storage.account)
    storage.addStackDependency(replica, "S3 replicates only to a bucket that is there");
  const secrets = new SecretsStack(app, config);
  const worker = new WorkerStack(app, config, { vpc: network.vpc, secrets, key });
  worker.addStackDependency(storage, "a task without its buckets can only fail");
  const console = new ConsoleStack(app, config, {
    vpc: network.vpc,
    accessLogs: storage.accessLogs,
    worker,
    secrets,
    key,
  });
  const monitoring = new MonitoringStack(app, config, worker);
  const delivery = config.delivery && new DeliveryStack(app, config, config.delivery);
  return {
    ...(keyStack && { key: keyStack }),
    network,
    replica,
    storage,
    secrets,
    worker,
    console,
    monitoring,
    ...(delivery && { delivery }),
  };
}
