import { randomBytes } from "node:crypto";
import { replicationOf } from "../replication/replication-rules";
import { S3Error } from "../s3-error";
import type { BucketFiles } from "./bucket-files";
import type { BucketSettings } from "./bucket-settings";
import type { KeyIndex } from "./key-index";
import { KeyedLock } from "./keyed-lock";
import { loadBucket } from "./load-bucket";
import { OpenUploads } from "./open-uploads";
import type { Sequence } from "./sequence";
import type { Replication, StoredObject, Version, VersionDraft } from "./version";
import { VersionLists } from "./version-lists";

export interface BucketContext {
  sequence: Sequence;
  now: () => Date;
  log: (line: string) => void;
  /** Told of every version that waits to be replicated. */
  onPending: (bucket: Bucket, version: Version) => void;
}

/**
 * One bucket: the versions of its keys in memory, their sidecars on disk. Changes to one key run one after the other;
 * a change is visible only once it is durable, so a reader never sees what a crash could take back.
 */
export class Bucket {
  readonly settings: BucketSettings;
  readonly files: BucketFiles;
  readonly uploads: OpenUploads;
  private readonly context: BucketContext;
  private readonly versions = new VersionLists();
  private readonly locks = new KeyedLock();
  private isRetired = false;

  constructor(files: BucketFiles, settings: BucketSettings, context: BucketContext) {
    this.files = files;
    this.settings = settings;
    this.context = context;
    this.uploads = new OpenUploads(files);
  }

  /** Reads the bucket back from disk. */
  async load(): Promise<void> {
    const { versions, uploads } = await loadBucket(this.files, this.context.log);
    for (const version of versions) this.context.sequence.observe(version.sequence);
    this.versions.fill(versions);
    this.uploads.fill(uploads);
  }

  get name(): string {
    return this.settings.name;
  }

  get region(): string {
    return this.settings.region;
  }

  /** The keys that have a version, in S3's order. */
  get keys(): KeyIndex {
    return this.versions.keys;
  }

  get isVersioned(): boolean {
    return this.settings.versioning !== undefined;
  }

  /** Newest first; empty when the key has none. */
  versionsOf(key: string): readonly Version[] {
    return this.versions.of(key);
  }

  /** The newest version, delete markers included. */
  current(key: string): Version | undefined {
    return this.versions.of(key)[0];
  }

  find(key: string, versionId: string): Version | undefined {
    return this.versions.find(key, versionId);
  }

  /** Every version of every key, in the order of the keys. */
  *allVersions(): Generator<Version> {
    for (let position = 0; position < this.keys.size; position += 1) {
      yield* [...this.versionsOf(this.keys.at(position) ?? "")];
    }
  }

  /**
   * Adds a version. `guard` sees the newest version under the key's lock and may throw to refuse. The data files of the
   * draft belong to the bucket from then on; when this rejects they are still the caller's. `replicates: false` is for
   * what S3 does by itself: the delete markers of a lifecycle rule stay where they are.
   */
  async commit(
    key: string,
    draft: VersionDraft,
    guard: (current: Version | undefined) => void,
    { replicates = true } = {},
  ): Promise<Version> {
    return this.locks.run(key, async () => {
      if (this.isRetired) throw new S3Error("NoSuchBucket", { details: { BucketName: this.name } });
      guard(this.current(key));
      const versionId = draft.versionId ?? (this.settings.versioning === "Enabled" ? newVersionId() : NULL_VERSION);
      const replication = draft.replication ?? (replicates ? replicationOf(this.settings, key, draft) : undefined);
      const version: Version = {
        ...draft,
        key,
        versionId,
        sequence: draft.sequence ?? this.context.sequence.next(),
        lastModified: draft.lastModified ?? this.context.now().toISOString(),
        ...(replication ? { replication } : {}),
      };
      const replaced = this.find(key, versionId);
      await this.files.writeVersion(version);
      this.versions.place(key, version, replaced);
      await this.dropData(replaced);
      if (version.replication?.status === "PENDING") this.context.onPending(this, version);
      return version;
    });
  }

  /** Changes what may change of a stored object: tags, retention, legal hold, storage class, replication. */
  async update(
    key: string,
    versionId: string,
    change: (version: StoredObject) => Partial<StoredObject>,
  ): Promise<StoredObject> {
    return this.locks.run(key, async () => {
      const version = this.find(key, versionId);
      if (version?.kind !== "object")
        throw new S3Error("NoSuchVersion", { details: { Key: key, VersionId: versionId } });
      const changed: StoredObject = { ...version, ...change(version), ...replicatedAgain(version) };
      await this.files.writeVersion(changed);
      this.versions.place(key, changed, version);
      if (changed.replication?.status === "PENDING") this.context.onPending(this, changed);
      return changed;
    });
  }

  /**
   * Records how far the replication of `version` has come; unless it was changed or removed in the meantime, for then
   * what was copied is not what is there, and the change waits for its own turn.
   */
  async setReplication(version: Version, replication: Replication): Promise<void> {
    await this.locks.run(version.key, async () => {
      if (this.find(version.key, version.versionId) !== version) return;
      const changed: Version = { ...version, replication };
      await this.files.writeVersion(changed);
      this.versions.place(version.key, changed, version);
    });
  }

  /** Removes one version for good. `guard` may throw to refuse. Undefined when there is no such version. */
  async remove(key: string, versionId: string, guard: (version: Version) => void): Promise<Version | undefined> {
    return this.locks.run(key, async () => {
      const version = this.find(key, versionId);
      if (!version) return undefined;
      guard(version);
      await this.files.removeVersion(version);
      this.versions.place(key, undefined, version);
      await this.dropData(version);
      return version;
    });
  }

  /** The bucket is being deleted: a write that is still under way must fail rather than be acknowledged and lost. */
  retire(): void {
    this.isRetired = true;
  }

  async changeSettings(change: (settings: BucketSettings) => void): Promise<void> {
    await this.locks.run(SETTINGS_LOCK, async () => {
      const changed = structuredClone(this.settings);
      change(changed);
      await this.files.writeSettings(changed);
      change(this.settings);
    });
  }

  /** The version is gone already: bytes that cannot be removed now are swept at the next start, and are no failure. */
  private async dropData(version: Version | undefined): Promise<void> {
    if (version?.kind !== "object") return;
    try {
      await this.files.removeData(version.segments.map((segment) => segment.file));
    } catch (error) {
      this.context.log(`s3: the bytes of ${version.key} stay until the next start: ${String(error)}`);
    }
  }
}

export const NULL_VERSION = "null";
/** No key can be this: keys have at most 1,024 bytes and are not empty. */
const SETTINGS_LOCK = "";

/** Opaque and URL-safe, like S3's; never with a hyphen, which command lines would take for an option. */
function newVersionId(): string {
  return randomBytes(24).toString("base64url").replaceAll("-", "_");
}

/** S3 replicates later changes of tags and locks too. */
function replicatedAgain({ replication }: StoredObject): Partial<StoredObject> {
  if (replication?.status !== "COMPLETED") return {};
  const targets = replication.targets.map((target) => ({ ...target, status: "PENDING" as const }));
  return { replication: { status: "PENDING", targets } };
}
