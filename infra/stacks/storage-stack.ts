import { CfnParameter } from "aws-cdk-lib";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { accessLogsBucket } from "../constructs/access-logs-bucket";
import { dataBucket } from "../constructs/data-bucket";
import { backupsLifecycle, recordsLifecycle } from "../constructs/data-lifecycle";
import { replicationTo } from "../constructs/replication";
import { keysOf, replicaPlace } from "../names";
import { aliasArn } from "../policies/arns";
import type { Keys } from "../policies/key-policy";
import { lockOf } from "../retention";
import { HoldfastStack } from "./holdfast-stack";

/** The primary copy: backups, and the records of runs, plans and receipts. Both replicate to the ReplicaStack's buckets. */
export class StorageStack extends HoldfastStack {
  readonly accessLogs: s3.Bucket;

  constructor(scope: Construct, config: EnvironmentConfig, key?: kms.IKey) {
    super(scope, "storage", config);
    const { names } = this;
    this.accessLogs = accessLogsBucket(this, names.accessLogsBucket, config.worker.logRetentionDays, this.keep);
    if (!config.standby) this.buckets(key);
  }

  /** Buckets that exist stay as they are; the role by which S3 may copy them is there for whoever sets up their replication. */
  private buckets(key?: kms.IKey): void {
    const { config, names } = this;
    const { existing } = config;
    const shared = { accessLogs: this.accessLogs, removalPolicy: this.keep, denyDelete: config.protected, key };
    const lock = lockOf(config, "primary");
    const keys = keysOf(config);
    const toReplica = {
      replica: replicaPlace(config),
      timeControl: config.replica.timeControl,
      ...(keys && { keys, replicaKeyArn: this.replicaKeyArn(keys) }),
    };
    const ofBackups = replicationTo(this, "Backups", {
      ...toReplica,
      locked: lock !== undefined,
      roleName: names.backupsReplicationRole,
      sourceBucket: names.backupsBucket,
      replicaBucket: names.backupsReplicaBucket,
    });
    const ofRecords = replicationTo(this, "Records", {
      ...toReplica,
      locked: false,
      roleName: names.recordsReplicationRole,
      sourceBucket: names.recordsBucket,
      replicaBucket: names.recordsReplicaBucket,
    });
    if (!existing.backupsBucket)
      dataBucket(this, "Backups", {
        ...shared,
        name: names.backupsBucket,
        lifecycle: backupsLifecycle(config, "primary"),
        lock,
        replication: ofBackups,
      });
    if (!existing.recordsBucket)
      dataBucket(this, "Records", {
        ...shared,
        name: names.recordsBucket,
        lifecycle: recordsLifecycle(config),
        replication: ofRecords,
      });
  }

  /** In the same account the alias is enough; of another account S3 wants the key itself, which AWS names when it is made. */
  private replicaKeyArn({ replica }: Keys): string {
    if (replica.account === this.account) return aliasArn(replica, this.names.keyAlias);
    return new CfnParameter(this, "ReplicaKeyArn", {
      description: "Output KeyArn of the replica's stack",
      allowedPattern: "arn:[a-z-]+:kms:.+:key/.+",
    }).valueAsString;
  }
}
