import type { ReplicationConfiguration, ReplicationRule } from "@aws-sdk/client-s3";
import type { BucketSettings } from "../store/bucket-settings";
import type { Replication, ReplicationTarget, Tag, VersionDraft } from "../store/version";

/**
 * Where a new version must go: the enabled rules whose filter it meets, one for each destination, the highest priority
 * first. Undefined when it is not replicated at all. Versions written before the rule are not (that is Batch
 * Replication's business), nor what is a replica itself.
 */
export function replicationOf(settings: BucketSettings, key: string, draft: VersionDraft): Replication | undefined {
  const rules = settings.configurations.replication?.Rules ?? [];
  if (settings.versioning !== "Enabled") return undefined;
  const targets = new Map<string, ReplicationTarget>();
  for (const rule of [...rules].sort((a, b) => (b.Priority ?? 0) - (a.Priority ?? 0))) {
    const bucket = bucketOfArn(rule.Destination?.Bucket);
    if (!bucket || targets.has(bucket) || !applies(rule, key, draft)) continue;
    const storageClass = rule.Destination?.StorageClass;
    targets.set(bucket, { bucket, status: "PENDING", ...(storageClass ? { storageClass } : {}) });
  }
  return targets.size > 0 ? { status: "PENDING", targets: [...targets.values()] } : undefined;
}

/** The names of the buckets that a configuration replicates to. */
export function destinationsOf(configuration: ReplicationConfiguration): (string | undefined)[] {
  return (configuration.Rules ?? []).map((rule) => bucketOfArn(rule.Destination?.Bucket));
}

function applies(rule: ReplicationRule, key: string, draft: VersionDraft): boolean {
  if (rule.Status !== "Enabled" || !key.startsWith(prefixOf(rule))) return false;
  const wanted = tagsOf(rule);
  if (draft.kind === "delete-marker") return wanted.length === 0 && replicatesDeleteMarkers(rule);
  if (/^aws:kms/.test(draft.encryption.ServerSideEncryption) && !replicatesKms(rule)) return false;
  return wanted.every((tag) => draft.tags.some((each) => each.Key === tag.Key && each.Value === tag.Value));
}

/** Rules of the first version of the schema, which have no Filter, always did; the others must say so. */
function replicatesDeleteMarkers(rule: ReplicationRule): boolean {
  return rule.Filter === undefined || rule.DeleteMarkerReplication?.Status === "Enabled";
}

function replicatesKms(rule: ReplicationRule): boolean {
  return rule.SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === "Enabled";
}

function prefixOf(rule: ReplicationRule): string {
  return rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? "";
}

function tagsOf(rule: ReplicationRule): Partial<Tag>[] {
  return rule.Filter?.And?.Tags ?? (rule.Filter?.Tag ? [rule.Filter.Tag] : []);
}

function bucketOfArn(arn: string | undefined): string | undefined {
  return /^arn:aws[a-z-]*:s3:::([^/]+)$/.exec(arn ?? "")?.[1];
}
