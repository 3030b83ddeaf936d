import type { LifecycleRule } from "@aws-sdk/client-s3";
import { assertDeletable } from "../object-lock";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { Version } from "../store/version";
import { covers, coversKey, hasOnlyPrefix, isDue } from "./lifecycle-rules";

/** What a run of the lifecycle rules has done to a bucket. */
export interface LifecycleReport {
  bucket: string;
  expired: number;
  expiredNoncurrent: number;
  removedDeleteMarkers: number;
  transitioned: number;
  abortedUploads: number;
  /** Left alone because Object Lock protects them. */
  locked: number;
}

/** Does at once what S3 would have done by `now`. Object Lock is respected, as by S3. */
export async function applyLifecycle(bucket: Bucket, now: Date): Promise<LifecycleReport> {
  const rules = (bucket.settings.configurations.lifecycle?.Rules ?? []).filter((rule) => rule.Status === "Enabled");
  const run = new LifecycleRun(bucket, rules, now);
  for (const key of [...allKeys(bucket)]) await run.applyTo(key);
  await run.abortUploads();
  return run.report;
}

class LifecycleRun {
  readonly report: LifecycleReport;
  private readonly bucket: Bucket;
  private readonly rules: readonly LifecycleRule[];
  private readonly now: Date;

  constructor(bucket: Bucket, rules: readonly LifecycleRule[], now: Date) {
    this.bucket = bucket;
    this.rules = rules;
    this.now = now;
    this.report = {
      bucket: bucket.name,
      expired: 0,
      expiredNoncurrent: 0,
      removedDeleteMarkers: 0,
      transitioned: 0,
      abortedUploads: 0,
      locked: 0,
    };
  }

  async applyTo(key: string): Promise<void> {
    for (const rule of this.rules) {
      await this.expireNoncurrent(rule, key);
      await this.transition(rule, key);
      await this.expireCurrent(rule, key);
      await this.removeLoneDeleteMarker(rule, key);
    }
  }

  async abortUploads(): Promise<void> {
    for (const { id, key, initiated } of this.bucket.uploads.list()) {
      const isOver = this.rules.some((rule) => {
        return (
          coversKey(rule, key) && isDue(initiated, rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation, this.now)
        );
      });
      if (!isOver) continue;
      await this.bucket.uploads.finish(id, key, async () => new Set());
      this.report.abortedUploads += 1;
    }
  }

  private async expireNoncurrent(rule: LifecycleRule, key: string): Promise<void> {
    const { NoncurrentDays, NewerNoncurrentVersions = 0 } = rule.NoncurrentVersionExpiration ?? {};
    const versions = this.bucket.versionsOf(key);
    for (const [index, version] of versions.entries()) {
      const newer = versions[index - 1];
      // The first is current; of those behind it so many are kept whatever their age.
      if (!newer || index - 1 < NewerNoncurrentVersions || !this.isCovered(rule, version)) continue;
      if (!isDue(newer.lastModified, NoncurrentDays, this.now)) continue;
      if (await this.remove(version)) this.report.expiredNoncurrent += 1;
    }
  }

  private async expireCurrent(rule: LifecycleRule, key: string): Promise<void> {
    const current = this.bucket.current(key);
    const { Days, Date: date } = rule.Expiration ?? {};
    if (current?.kind !== "object" || !covers(rule, current)) return;
    if (!isDue(current.lastModified, Days, this.now) && !(date && date <= this.now)) return;
    if (this.bucket.isVersioned) {
      const marker = { kind: "delete-marker", lastModified: this.now.toISOString() } as const;
      await this.bucket.commit(key, marker, () => undefined, { replicates: false });
      this.report.expired += 1;
    } else if (await this.remove(current)) this.report.expired += 1;
  }

  /** A delete marker with no version behind it hides nothing any more. */
  private async removeLoneDeleteMarker(rule: LifecycleRule, key: string): Promise<void> {
    const [marker, ...others] = this.bucket.versionsOf(key);
    if (marker?.kind !== "delete-marker" || others.length > 0 || !this.isCovered(rule, marker)) return;
    const { Days, ExpiredObjectDeleteMarker } = rule.Expiration ?? {};
    if (!ExpiredObjectDeleteMarker && !isDue(marker.lastModified, Days, this.now)) return;
    if (await this.remove(marker)) this.report.removedDeleteMarkers += 1;
  }

  private async transition(rule: LifecycleRule, key: string): Promise<void> {
    for (const [index, version] of this.bucket.versionsOf(key).entries()) {
      if (version.kind !== "object" || !covers(rule, version)) continue;
      const newer = this.bucket.versionsOf(key)[index - 1];
      const due = newer
        ? rule.NoncurrentVersionTransitions?.filter((each) => isDue(newer.lastModified, each.NoncurrentDays, this.now))
        : rule.Transitions?.filter((each) => {
            return isDue(version.lastModified, each.Days, this.now) || (each.Date && each.Date <= this.now);
          });
      const storageClass = due?.at(-1)?.StorageClass;
      if (!storageClass || storageClass === version.storageClass) continue;
      await this.bucket.update(key, version.versionId, () => ({ storageClass }));
      this.report.transitioned += 1;
    }
  }

  private isCovered(rule: LifecycleRule, version: Version): boolean {
    if (version.kind === "object") return covers(rule, version);
    return hasOnlyPrefix(rule) && coversKey(rule, version.key);
  }

  private async remove(version: Version): Promise<boolean> {
    try {
      const removed = await this.bucket.remove(version.key, version.versionId, (current) =>
        assertDeletable(current, this.now, false),
      );
      return removed !== undefined;
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      this.report.locked += 1;
      return false;
    }
  }
}

function* allKeys(bucket: Bucket): Generator<string> {
  for (let position = 0; position < bucket.keys.size; position += 1) yield bucket.keys.at(position) ?? "";
}
