import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { accessLogsBucket } from "../constructs/access-logs-bucket";
import { dataBucket } from "../constructs/data-bucket";
import { backupsLifecycle, recordsLifecycle } from "../constructs/data-lifecycle";
import { HoldfastStack } from "./holdfast-stack";

/** The second copy, in another region. It stands before the primary: S3 refuses to replicate to a bucket that is not there. */
export class ReplicaStack extends HoldfastStack {
  constructor(scope: Construct, config: EnvironmentConfig) {
    super(scope, "replica", config, config.replica.region);
    const shared = {
      accessLogs: accessLogsBucket(this, this.names.replicaAccessLogsBucket, config.worker.logRetentionDays, this.keep),
      removalPolicy: this.keep,
      denyDelete: config.protected,
    };
    dataBucket(this, "Backups", {
      ...shared,
      name: this.names.backupsReplicaBucket,
      lifecycle: backupsLifecycle(config),
    });
    dataBucket(this, "Records", {
      ...shared,
      name: this.names.recordsReplicaBucket,
      lifecycle: recordsLifecycle(config),
    });
  }
}
