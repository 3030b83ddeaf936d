import type { Bucket } from "../store/bucket";
import type { ReplicationTarget, Version } from "../store/version";
import { replicateVersion } from "./replicate-version";

export interface ReplicationSettings {
  /** How long a version waits before it is copied. */
  lagMs: number;
  /** True: what comes up is marked FAILED, as when the role lacks a permission; S3 never tries it again by itself. */
  failing: boolean;
  /** True: everything stays PENDING, as when the other region is down, and goes on afterwards. */
  paused: boolean;
}

export interface ReplicatorOptions {
  findBucket: (name: string) => Bucket | undefined;
  now: () => Date;
  log: (line: string) => void;
}

/** Copies new versions to their destinations in the background, oldest first. What waits is in the sidecars too. */
export class Replicator {
  private readonly options: ReplicatorOptions;
  private settings: ReplicationSettings = { lagMs: 0, failing: false, paused: false };
  private readonly waiting: Job[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly idleWaiters: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(options: ReplicatorOptions) {
    this.options = options;
  }

  enqueue(bucket: Bucket, version: Version): void {
    this.waiting.push({ bucket, key: version.key, versionId: version.versionId, since: Date.now() });
    this.pump();
  }

  configure(change: Partial<ReplicationSettings>): void {
    this.settings = { ...this.settings, ...change };
    this.pump();
  }

  status(): ReplicationSettings & { waiting: number; running: number } {
    return { ...this.settings, waiting: this.waiting.length, running: this.running.size };
  }

  /** Resolves when nothing waits any more; while paused, that is when somebody goes on and it is done. */
  async whenIdle(): Promise<void> {
    if (this.isIdle) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  /** Finishes what is being copied. What waits is found again at the next start. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await Promise.all(this.running);
  }

  private get isIdle(): boolean {
    return this.waiting.length === 0 && this.running.size === 0;
  }

  private pump(): void {
    clearTimeout(this.timer);
    while (!this.closed && !this.settings.paused && this.running.size < MOST_AT_ONCE) {
      const [next] = this.waiting;
      if (!next) break;
      const wait = next.since + this.settings.lagMs - Date.now();
      if (wait > 0) {
        this.timer = setTimeout(() => this.pump(), wait);
        break;
      }
      this.waiting.shift();
      this.start(next);
    }
    if (this.isIdle) for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  private start(job: Job): void {
    const run: Promise<void> = this.replicate(job)
      .catch((error) =>
        this.options.log(`s3: replication of ${job.bucket.name}/${job.key} broke off: ${String(error)}`),
      )
      .finally(() => {
        this.running.delete(run);
        this.pump();
      });
    this.running.add(run);
  }

  private async replicate({ bucket, key, versionId }: Job): Promise<void> {
    const version = bucket.find(key, versionId);
    // Deleted in the meantime, or done by an earlier job for the same version.
    if (version?.replication?.status !== "PENDING") return;
    const targets: ReplicationTarget[] = [];
    for (const target of version.replication.targets) targets.push(await this.replicateTo(target, bucket, version));
    const status = targets.some((target) => target.status === "FAILED") ? "FAILED" : "COMPLETED";
    await bucket.setReplication(version, { status, targets });
  }

  private async replicateTo(target: ReplicationTarget, bucket: Bucket, version: Version): Promise<ReplicationTarget> {
    const reason = await this.attempt(target, bucket, version);
    if (reason === undefined) return { ...target, status: "COMPLETED" };
    this.options.log(`s3: replication of ${bucket.name}/${version.key} to ${target.bucket} failed: ${reason}`);
    return { ...target, status: "FAILED" };
  }

  private async attempt(target: ReplicationTarget, bucket: Bucket, version: Version): Promise<string | undefined> {
    if (this.settings.failing) return "replication was told to fail";
    try {
      const destination = this.options.findBucket(target.bucket);
      return await replicateVersion(bucket, version, destination, target, this.options.now());
    } catch (error) {
      return String(error);
    }
  }
}

interface Job {
  bucket: Bucket;
  key: string;
  versionId: string;
  since: number;
}

/** Two files at a time keep a disk busy; the point is the background, not the speed. */
const MOST_AT_ONCE = 2;
