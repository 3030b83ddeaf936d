// Repositories that were made of bundles, for as long as somebody looks into them. Nothing here is the truth: whatever is thrown
// away is made again.
import { createHash } from "node:crypto";
import type { Preparing } from "@/lib/domain/browse";
import { AppError, asAppError } from "@/lib/domain/errors";
import { formatBytes } from "@/lib/domain/format";
import type { WantedRepository } from "@/lib/ports/git-repositories";
import { discard, ScratchRoom, sizeOf } from "./scratch-room";
import { Turns } from "./turns";

export interface CacheLimits {
  /** A room of the process's own is made in it. */
  parent: string;
  /** Of all repositories together, on the disk. */
  totalBytes: number;
  /** Of one repository's bundles. */
  repositoryBytes: number;
  /** Unused for so long, a repository goes. */
  idleMs: number;
  /** Made at the same time. */
  rebuilds: number;
}

export type Tell = (progress: Omit<Preparing, "state">) => void;

/** Makes a repository in an empty directory. */
export type Build<R> = (wanted: WantedRepository, directory: string, tell: Tell, signal: AbortSignal) => Promise<R>;

type State<R> =
  | { kind: "preparing"; progress: Preparing }
  | { kind: "ready"; made: R }
  | { kind: "failed"; error: AppError };

interface Slot<R> {
  key: string;
  state: State<R>;
  directory?: string;
  /** What it takes of the disk, or may come to take. */
  bytes: number;
  users: number;
  /** When it was last used, or when it failed. */
  at: number;
}

/** Bundles and packs lie beside each other while they are unpacked; and git's own files. */
const COPIES = 2;
const BESIDES_BYTES = 64 * 1024 * 1024;

/** What has failed is not tried again at every poll of every page. */
const FAILED_MS = 10_000;

const MOST_WAITING = 20;

export class RepositoryCache<R> {
  private readonly limits: CacheLimits;
  private readonly build: Build<R>;
  private readonly now: () => number;
  private readonly slots = new Map<string, Slot<R>>();
  private readonly turns: Turns;
  private readonly closing = new AbortController();
  private readonly working = new Set<Promise<void>>();
  private room?: Promise<ScratchRoom>;
  private sweeper?: NodeJS.Timeout;

  constructor(limits: CacheLimits, build: Build<R>, now: () => number) {
    this.limits = limits;
    this.build = build;
    this.now = now;
    this.turns = new Turns(limits.rebuilds, MOST_WAITING);
  }

  /**
   * What was made of it, or how far that is; begins where nobody has.
   * @throws AppError browse-too-large, browse-busy; what it failed with a moment ago
   */
  prepare(wanted: WantedRepository): Preparing | { state: "ready"; made: R } {
    const slot = this.slotOf(wanted);
    if (slot.state.kind === "failed") throw slot.state.error;
    if (slot.state.kind === "preparing") return slot.state.progress;
    slot.at = this.now();
    return { state: "ready", made: slot.state.made };
  }

  /** Keeps it until `release`. @throws AppError browse-preparing, and as `prepare` */
  hold(wanted: WantedRepository): { made: R; release: () => void } {
    const slot = this.slotOf(wanted);
    if (slot.state.kind === "failed") throw slot.state.error;
    if (slot.state.kind !== "ready") throw new AppError("browse-preparing", { repository: wanted.item.repository });
    slot.users += 1;
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      slot.users -= 1;
      slot.at = this.now();
    };
    return { made: slot.state.made, release };
  }

  /** Its files are gone: it has to be made again. */
  forget(wanted: WantedRepository): void {
    this.slots.delete(keyOf(wanted));
  }

  async close(): Promise<void> {
    clearInterval(this.sweeper);
    this.closing.abort(new AppError("browse-busy", { detail: "the console is being stopped" }));
    await Promise.all(this.working);
    await (await this.room)?.close();
  }

  private slotOf(wanted: WantedRepository): Slot<R> {
    const key = keyOf(wanted);
    const known = this.slots.get(key);
    if (known && !(known.state.kind === "failed" && this.now() - known.at >= FAILED_MS)) return known;
    const { repository, totalBytes } = wanted.item;
    const most = Math.min(this.limits.repositoryBytes, (this.limits.totalBytes - BESIDES_BYTES) / COPIES);
    if (totalBytes > most)
      throw new AppError("browse-too-large", { repository, size: formatBytes(totalBytes), limit: formatBytes(most) });
    const progress: Preparing = { state: "preparing", phase: "waiting", done: 0, total: totalBytes };
    const slot: Slot<R> = { key, state: { kind: "preparing", progress }, bytes: 0, users: 0, at: this.now() };
    this.slots.set(key, slot);
    const work: Promise<void> = this.turns.take(() => this.make(slot, wanted)).catch((error) => this.fail(slot, error));
    this.working.add(work);
    void work.finally(() => this.working.delete(work));
    return slot;
  }

  private async make(slot: Slot<R>, wanted: WantedRepository): Promise<void> {
    this.closing.signal.throwIfAborted();
    this.room ??= ScratchRoom.open(this.limits.parent);
    this.sweeper ??= setInterval(() => this.sweep(), Math.max(1000, this.limits.idleMs / 4)).unref();
    await this.makeRoom(wanted.item.totalBytes * COPIES + BESIDES_BYTES, slot);
    slot.directory = await (await this.room).place();
    const tell: Tell = (progress) => {
      slot.state = { kind: "preparing", progress: { state: "preparing", ...progress } };
    };
    const made = await this.build(wanted, slot.directory, tell, this.closing.signal);
    slot.bytes = await sizeOf(slot.directory);
    slot.at = this.now();
    slot.state = { kind: "ready", made };
  }

  private async fail(slot: Slot<R>, error: unknown): Promise<void> {
    // What cannot be removed now the next process removes; whoever waits is to hear why there is nothing.
    if (slot.directory) await discard(slot.directory).catch(() => undefined);
    slot.at = this.now();
    slot.state = { kind: "failed", error: asAppError(error) };
    slot.bytes = 0;
  }

  /** Takes the bytes for `slot`, and away from whoever was not looked into for longest. @throws AppError browse-busy */
  private async makeRoom(bytes: number, slot: Slot<R>): Promise<void> {
    while (this.taken() + bytes > this.limits.totalBytes) {
      const [oldest] = [...this.slots.values()].filter(isIdle).sort((one, other) => one.at - other.at);
      if (!oldest) {
        const detail = `all ${formatBytes(this.limits.totalBytes)} of disk are in use`;
        throw new AppError("browse-busy", { detail });
      }
      await this.evict(oldest);
    }
    slot.bytes = bytes;
  }

  private taken(): number {
    return [...this.slots.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private sweep(): void {
    for (const slot of this.slots.values()) {
      const old = this.now() - slot.at >= this.limits.idleMs;
      if (old && slot.state.kind === "failed") this.slots.delete(slot.key);
      if (old && isIdle(slot)) void this.evict(slot).catch(() => undefined);
    }
  }

  private async evict(slot: Slot<R>): Promise<void> {
    if (this.slots.get(slot.key) === slot) this.slots.delete(slot.key);
    if (slot.directory) await discard(slot.directory);
  }
}

const isIdle = ({ state, users }: Slot<unknown>) => state.kind === "ready" && users === 0;

/**
 * The chain's own name: the same in every snapshot that points to it. What no hash tells apart may differ between the buckets.
 */
function keyOf({ item: { chain, defaultBranch }, source }: WantedRepository): string {
  const hashed = chain.every(({ sha256 }) => sha256 !== undefined);
  const links = chain.map(({ key, versionId, sha256, sizeBytes }) => [key, versionId, sha256, sizeBytes]);
  return createHash("sha256")
    .update(JSON.stringify([links, defaultBranch, hashed ? undefined : source]))
    .digest("hex");
}
