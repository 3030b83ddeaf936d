import { CfnOutput } from "aws-cdk-lib";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { accessLogsBucket } from "../constructs/access-logs-bucket";
import { dataBucket } from "../constructs/data-bucket";
import { dataKey } from "../constructs/data-key";
import { backupsLifecycle, recordsLifecycle } from "../constructs/data-lifecycle";
import { keysOf, replicaPlace } from "../names";
import { bucketArn } from "../policies/arns";
import { type Borrower, type LentStatement, lentBucket, lentKey } from "../policies/lent-access";
import { replicationPolicy } from "../policies/replication-policy";
import { lockOf } from "../retention";
import { consoleStatements, downloadStatements, restoreStatements, verifyStatements } from "../role-statements";
import { HoldfastStack } from "./holdfast-stack";

/**
 * The second copy, in another region and, where one is configured, in another account: this stack needs nothing of any other, and
 * is deployed with that account's credentials. It stands before the primary: S3 refuses to replicate to a bucket that is not there.
 */
export class ReplicaStack extends HoldfastStack {
  constructor(scope: Construct, config: EnvironmentConfig) {
    super(scope, "replica", config, replicaPlace(config));
    const shared = {
      accessLogs: accessLogsBucket(this, this.names.replicaAccessLogsBucket, config.worker.logRetentionDays, this.keep),
      removalPolicy: this.keep,
      denyDelete: config.protected,
      ...(config.encryption === "kms" && { key: this.ownKey() }),
    };
    const { names } = this;
    if (!config.existing.backupsReplicaBucket)
      dataBucket(this, "Backups", {
        ...shared,
        name: names.backupsReplicaBucket,
        lifecycle: backupsLifecycle(config, "replica"),
        lock: lockOf(config, "replica"),
        lent: this.lent(names.backupsReplicaBucket),
      });
    dataBucket(this, "Records", {
      ...shared,
      name: names.recordsReplicaBucket,
      lifecycle: recordsLifecycle(config),
      lent: this.lent(names.recordsReplicaBucket),
    });
  }

  private lent(bucket: string): LentStatement[] {
    return lentBucket(bucketArn(this.region, bucket), this.config, this.borrowers());
  }

  private ownKey(): kms.Key {
    const { config, names, keep } = this;
    const key = dataKey(this, {
      alias: names.keyAlias,
      keep,
      lent: lentKey(replicaPlace(config), config, this.borrowers()),
    });
    new CfnOutput(this, "KeyArn", { value: key.keyArn, description: "The replica's key" });
    return key;
  }

  /** Nobody, where the replica is in the same account: there the roles' own policies are enough. */
  private borrowers(): Borrower[] {
    const { config, names, roleScope } = this;
    if (this.account === config.account) return [];
    return [
      {
        role: names.backupsReplicationRole,
        statements: this.replication(names.backupsBucket, names.backupsReplicaBucket),
      },
      {
        role: names.recordsReplicationRole,
        statements: this.replication(names.recordsBucket, names.recordsReplicaBucket),
      },
      { role: names.restoreRole, statements: restoreStatements(roleScope, names.restoreAppKeySecret) },
      { role: names.verifyRole, statements: verifyStatements(roleScope) },
      { role: names.consoleRole, statements: consoleStatements(roleScope) },
      { role: names.downloadRole, statements: downloadStatements(roleScope) },
    ];
  }

  private replication(source: string, replica: string) {
    return replicationPolicy({
      sourceBucketArn: bucketArn(this.config.region, source),
      replicaBucketArn: bucketArn(this.region, replica),
      abroad: true,
      locked: false,
      keys: keysOf(this.config),
    });
  }
}
