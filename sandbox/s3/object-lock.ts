import { S3Error } from "./s3-error";
import type { BucketSettings } from "./store/bucket-settings";
import type { ObjectProperties, Retention, StoredObject, Version } from "./store/version";

/** Refuses to destroy what Object Lock protects. A legal hold and COMPLIANCE yield to nobody, GOVERNANCE to a bypass. */
export function assertDeletable(version: Version, now: Date, bypassGovernance: boolean): void {
  if (version.kind !== "object" || !isProtected(version, now, bypassGovernance)) return;
  throw new S3Error("AccessDenied", { message: "Access Denied because object protected by object lock." });
}

export function isProtected(version: StoredObject, now: Date, bypassGovernance: boolean): boolean {
  if (version.legalHold === "ON") return true;
  if (!isActive(version.retention, now)) return false;
  return version.retention?.mode === "COMPLIANCE" || !bypassGovernance;
}

/** Whether a retention may be replaced: it may always grow; only GOVERNANCE with a bypass may shrink or go. */
export function assertRetentionMayChange(
  before: Retention | undefined,
  after: Retention | undefined,
  now: Date,
  bypassGovernance: boolean,
): void {
  if (!before || !isActive(before, now)) return;
  const grows = after !== undefined && Date.parse(after.until) >= Date.parse(before.until);
  const keepsMode = after?.mode === before.mode || after?.mode === "COMPLIANCE";
  if (grows && keepsMode) return;
  if (before.mode === "GOVERNANCE" && bypassGovernance) return;
  throw new S3Error("AccessDenied", { message: "Access Denied because object protected by object lock." });
}

/** The properties of a new object, with the bucket's retention where its writer asked for none. */
export function withDefaultRetention<T extends ObjectProperties>(
  properties: T,
  settings: BucketSettings,
  now: Date,
): T {
  const retention = properties.retention ?? defaultRetention(settings, now);
  return retention ? { ...properties, retention } : properties;
}

/** What a new object gets when its writer asks for nothing. */
export function defaultRetention(settings: BucketSettings, now: Date): Retention | undefined {
  const rule = settings.objectLock?.defaultRetention;
  if (!rule) return undefined;
  return { mode: rule.mode, until: new Date(now.getTime() + rule.days * DAY_MS).toISOString() };
}

/** A retention as asked for. @throws S3Error when the bucket has no Object Lock, or the mode or the date is wrong. */
export function checkedRetention(
  mode: string | undefined,
  until: Date | undefined,
  settings: BucketSettings,
  now: Date,
): Retention {
  demandObjectLock(settings);
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") {
    throw new S3Error("InvalidArgument", { message: "Unknown wormMode directive." });
  }
  if (!until || Number.isNaN(until.getTime()) || until <= now) {
    throw new S3Error("InvalidArgument", { message: "The retain until date must be in the future!" });
  }
  return { mode, until: until.toISOString() };
}

export function checkedLegalHold(status: string | undefined, settings: BucketSettings): "ON" | "OFF" {
  demandObjectLock(settings);
  if (status === "ON" || status === "OFF") return status;
  throw new S3Error("MalformedXML");
}

const DAY_MS = 86_400_000;

function isActive(retention: Retention | undefined, now: Date): boolean {
  return retention !== undefined && Date.parse(retention.until) > now.getTime();
}

function demandObjectLock(settings: BucketSettings): void {
  if (settings.objectLock) return;
  throw new S3Error("InvalidRequest", { message: "Bucket is missing Object Lock Configuration" });
}
