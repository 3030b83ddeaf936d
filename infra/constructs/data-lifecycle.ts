// How long objects live. Nothing but these rules deletes, so they are the whole retention policy of Holdfast.
import { Duration } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import { EXPORTS_PREFIX, holdsPrefix, RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import { coldAfterDays } from "@/lib/domain/retention/settings";
import type { EnvironmentConfig } from "../config";
import { RECEIPTS_PREFIX } from "../policies/record-prefixes";
import { bundleDays } from "../retention";

/** Dated folders begin with "2": README.txt and restore.sh beside them never expire, and held chains do so by a rule of their own. */
export const backupsLifecycle = (
  { backups, colderStorage }: EnvironmentConfig,
  side: "primary" | "replica",
): s3.LifecycleRule[] => [
  {
    id: "expire-backups",
    prefix: `${backups.rootPrefix}/2`,
    expiration: Duration.days(bundleDays(backups)),
    noncurrentVersionExpiration: Duration.days(backups.recoveryDays),
    ...moves(colderStorage[side], backups.fullIntervalDays),
  },
  {
    id: "expire-holds",
    prefix: holdsPrefix(backups.rootPrefix),
    expiration: Duration.days(backups.holdDays),
    noncurrentVersionExpiration: Duration.days(backups.recoveryDays),
  },
];

const moves = (to: "STANDARD_IA" | "GLACIER_IR" | undefined, fullIntervalDays: number) =>
  to && {
    transitions: [{ storageClass: CLASSES[to], transitionAfter: Duration.days(coldAfterDays(fullIntervalDays)) }],
  };

const CLASSES = {
  STANDARD_IA: s3.StorageClass.INFREQUENT_ACCESS,
  GLACIER_IR: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
};

/** A copy that is made for one download. Whoever needs it again lets it be made again. */
const EXPORTS_EXPIRE_AFTER = Duration.days(3);

/** Receipts, plans and the audit trail stay; run records go. A running record is rewritten every few seconds. */
export const recordsLifecycle = ({ records }: EnvironmentConfig): s3.LifecycleRule[] => [
  {
    id: "expire-runs",
    prefix: RUNS_PREFIX,
    expiration: Duration.days(records.runRetentionDays),
    noncurrentVersionExpiration: Duration.days(7),
  },
  {
    id: "expire-exports",
    prefix: EXPORTS_PREFIX,
    expiration: EXPORTS_EXPIRE_AFTER,
    noncurrentVersionExpiration: Duration.days(1),
  },
  {
    id: "expire-replaced-receipts",
    prefix: RECEIPTS_PREFIX,
    noncurrentVersionExpiration: Duration.days(records.runRetentionDays),
  },
];
