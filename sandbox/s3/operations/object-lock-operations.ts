import type {
  GetObjectLegalHoldCommandInput,
  GetObjectLegalHoldCommandOutput,
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
  GetObjectRetentionCommandInput,
  GetObjectRetentionCommandOutput,
  PutObjectLegalHoldCommandInput,
  PutObjectLegalHoldCommandOutput,
  PutObjectLockConfigurationCommandInput,
  PutObjectLockConfigurationCommandOutput,
  PutObjectRetentionCommandInput,
  PutObjectRetentionCommandOutput,
} from "@aws-sdk/client-s3";
import { assertRetentionMayChange, checkedLegalHold, checkedRetention } from "../object-lock";
import { S3Error } from "../s3-error";
import type { DefaultRetention } from "../store/bucket-settings";
import type { Handler } from "./call";
import { addressedObject } from "./find-object";

export const putObjectRetention: Handler<PutObjectRetentionCommandInput, PutObjectRetentionCommandOutput> = async (
  call,
) => {
  const { bucket, object } = addressedObject(call);
  const { Retention, BypassGovernanceRetention: bypass = false } = call.input;
  if (bypass) call.demand("s3:BypassGovernanceRetention", bucket.name, object.key);
  const isRemoval = !Retention?.Mode && !Retention?.RetainUntilDate;
  const after = isRemoval
    ? undefined
    : checkedRetention(Retention.Mode, Retention.RetainUntilDate, bucket.settings, call.now);
  await bucket.update(object.key, object.versionId, ({ retention }) => {
    assertRetentionMayChange(retention, after, call.now, bypass);
    return { retention: after };
  });
  return {};
};

export const getObjectRetention: Handler<GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput> = (call) => {
  const { retention } = addressedObject(call).object;
  if (!retention) throw new S3Error("NoSuchObjectLockConfiguration");
  return { output: { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } } };
};

export const putObjectLegalHold: Handler<PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput> = async (
  call,
) => {
  const { bucket, object } = addressedObject(call);
  const legalHold = checkedLegalHold(call.input.LegalHold?.Status, bucket.settings);
  await bucket.update(object.key, object.versionId, () => ({ legalHold }));
  return {};
};

export const getObjectLegalHold: Handler<GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput> = (call) => {
  const { legalHold } = addressedObject(call).object;
  if (!legalHold) throw new S3Error("NoSuchObjectLockConfiguration");
  return { output: { LegalHold: { Status: legalHold } } };
};

export const putObjectLockConfiguration: Handler<
  PutObjectLockConfigurationCommandInput,
  PutObjectLockConfigurationCommandOutput
> = async (call) => {
  const bucket = call.bucket();
  const configuration = call.input.ObjectLockConfiguration;
  if (configuration?.ObjectLockEnabled !== "Enabled") throw new S3Error("MalformedXML");
  if (bucket.settings.versioning !== "Enabled") {
    throw new S3Error("InvalidBucketState", {
      message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    });
  }
  const defaultRetention = readDefaultRetention(configuration.Rule?.DefaultRetention);
  await bucket.changeSettings((settings) => {
    settings.objectLock = defaultRetention ? { defaultRetention } : {};
  });
  return {};
};

export const getObjectLockConfiguration: Handler<
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput
> = (call) => {
  const { objectLock } = call.bucket().settings;
  if (!objectLock) throw new S3Error("ObjectLockConfigurationNotFoundError");
  const rule = objectLock.defaultRetention;
  return {
    output: {
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        ...(rule ? { Rule: { DefaultRetention: writeDefaultRetention(rule) } } : {}),
      },
    },
  };
};

const DAYS_OF_A_YEAR = 365;
/** 100 years. */
const LONGEST_DAYS = 36_500;

type SdkDefaultRetention = NonNullable<
  NonNullable<GetObjectLockConfigurationCommandOutput["ObjectLockConfiguration"]>["Rule"]
>["DefaultRetention"];

function readDefaultRetention(rule: SdkDefaultRetention): DefaultRetention | undefined {
  if (!rule) return undefined;
  const { Mode, Days, Years } = rule;
  const days = Days ?? (Years ?? 0) * DAYS_OF_A_YEAR;
  if ((Days === undefined) === (Years === undefined) || (Mode !== "GOVERNANCE" && Mode !== "COMPLIANCE")) {
    throw new S3Error("MalformedXML");
  }
  if (days < 1 || days > LONGEST_DAYS) {
    throw new S3Error("InvalidArgument", { message: "Default retention period must be a positive integer value." });
  }
  return { mode: Mode, days, unit: Days === undefined ? "Years" : "Days" };
}

function writeDefaultRetention({ mode, days, unit }: DefaultRetention): SdkDefaultRetention {
  return unit === "Days" ? { Mode: mode, Days: days } : { Mode: mode, Years: days / DAYS_OF_A_YEAR };
}
