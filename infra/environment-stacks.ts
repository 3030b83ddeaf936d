import type { App } from "aws-cdk-lib";
import type { EnvironmentConfig } from "./config";
import { existingNetwork } from "./constructs/existing-network";
import { ConsoleStack } from "./stacks/console-stack";
import { DeliveryStack } from "./stacks/delivery-stack";
import { KeyStack } from "./stacks/key-stack";
import { MonitoringStack } from "./stacks/monitoring-stack";
import { NetworkStack } from "./stacks/network-stack";
import { ReplicaDeliveryStack } from "./stacks/replica-delivery-stack";
import { ReplicaStack } from "./stacks/replica-stack";
import { RestoreStack } from "./stacks/restore-stack";
import { SecretsStack } from "./stacks/secrets-stack";
import { StorageStack } from "./stacks/storage-stack";
import { WorkerStack } from "./stacks/worker-stack";

export interface EnvironmentStacks {
  /** Only where Holdfast has a key of its own. */
  key?: KeyStack;
  /** Only where the environment makes its own. */
  network?: NetworkStack;
  /** A standby has none: it stands on the replica of another environment. */
  replica?: ReplicaStack;
  storage: StorageStack;
  secrets: SecretsStack;
  worker: RestoreStack;
  console: ConsoleStack;
  monitoring?: MonitoringStack;
  delivery?: DeliveryStack;
  /** Only where the replica is in another account. */
  replicaDelivery?: ReplicaDeliveryStack;
}

/**
 * Every stack of one environment. Dependencies that go by name rather than by reference are declared here. References are
 * strong (cdk.json): a stack that another one uses cannot be taken away or changed under it unnoticed.
 */
export function environmentStacks(app: App, config: EnvironmentConfig): EnvironmentStacks {
  const keyStack = config.encryption === "kms" ? new KeyStack(app, config) : undefined;
  const key = keyStack?.key;
  const storage = new StorageStack(app, config, key);
  const network = config.network.existing ? undefined : new NetworkStack(app, config, key);
  const vpc = network?.vpc ?? existingNetwork(storage, config);
  if (!vpc) throw new Error("an environment has a network of its own or one that exists; config-rules.ts holds that");
  const secrets = new SecretsStack(app, config);
  const common = { ...(keyStack && { key: keyStack }), ...(network && { network }), storage, secrets };
  const props = { vpc, secrets, key };
  const consoleFor = (worker: RestoreStack) =>
    new ConsoleStack(app, config, { ...props, accessLogs: storage.accessLogs, worker });
  if (config.standby) {
    const worker = new RestoreStack(app, config, props);
    return { ...common, worker, console: consoleFor(worker) };
  }
  const replica = new ReplicaStack(app, config);
  // With two accounts nobody's credentials deploy both: docs/deploy.md has the order.
  if (replica.account === storage.account)
    storage.addStackDependency(replica, "S3 replicates only to a bucket that is there");
  const worker = new WorkerStack(app, config, props);
  worker.addStackDependency(storage, "a task without its buckets can only fail");
  const monitoring = new MonitoringStack(app, config, worker);
  const delivery = config.delivery && new DeliveryStack(app, config, config.delivery);
  const abroad = replica.account !== storage.account;
  const replicaDelivery = abroad && config.delivery && new ReplicaDeliveryStack(app, config, config.delivery);
  return {
    ...common,
    replica,
    worker,
    console: consoleFor(worker),
    monitoring,
    ...(delivery && { delivery }),
    ...(replicaDelivery && { replicaDelivery }),
  };
}
