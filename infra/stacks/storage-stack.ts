import type * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { accessLogsBucket } from "../constructs/access-logs-bucket";
import { dataBucket } from "../constructs/data-bucket";
import { backupsLifecycle, recordsLifecycle } from "../constructs/data-lifecycle";
import { replicationTo } from "../constructs/replication";
import { replicaPlace } from "../names";
import { HoldfastStack } from "./holdfast-stack";

/** The primary copy: backups, and the records of runs, plans and receipts. Both replicate to the ReplicaStack's buckets. */
export class StorageStack extends HoldfastStack {
  readonly accessLogs: s3.Bucket;

  constructor(scope: Construct, config: EnvironmentConfig) {
    super(scope, "storage", config);
    const { names } = this;
    this.accessLogs = accessLogsBucket(this, names.accessLogsBucket, config.worker.logRetentionDays, this.keep);
    const shared = { accessLogs: this.accessLogs, removalPolicy: this.keep, denyDelete: config.protected };
    const toReplica = { replica: replicaPlace(config), timeControl: config.replica.timeControl };
    dataBucket(this, "Backups", {
      ...shared,
      name: names.backupsBucket,
      lifecycle: backupsLifecycle(config),
      replication: replicationTo(this, "Backups", {
        ...toReplica,
        roleName: names.backupsReplicationRole,
        sourceBucket: names.backupsBucket,
        replicaBucket: names.backupsReplicaBucket,
      }),
    });
    dataBucket(this, "Records", {
      ...shared,
      name: names.recordsBucket,
      lifecycle: recordsLifecycle(config),
      replication: replicationTo(this, "Records", {
        ...toReplica,
        roleName: names.recordsReplicationRole,
        sourceBucket: names.recordsBucket,
        replicaBucket: names.recordsReplicaBucket,
      }),
    });
  }
}
