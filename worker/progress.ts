import type { ManifestEntry } from "@/lib/domain/manifest";
import type { HostedRepository } from "@/lib/ports/code-host";
import type { RunRecorder } from "./run-recorder";

/** The rate shown is that of the last ten seconds: an honest "now", not an average that lags. */
const RATE_WINDOW_MS = 10_000;
/** Repositories end less evenly than bytes come. */
const PACE_WINDOW_MS = 30_000;
/** Chunks come by the thousand; more often than this is not worth the arithmetic. */
const SAMPLE_MS = 250;

type Known = Pick<HostedRepository, "id" | "name" | "sizeKib">;

/** Counts repositories and bytes of a backup, and keeps the run's record told. */
export class Progress {
  private readonly recorder: Pick<RunRecorder, "update">;
  private readonly now: () => Date;
  private readonly since: string;
  /** By GitHub's id: under another name it is still one. */
  private readonly sizes = new Map<number, number>();
  private readonly ended = new Set<number>();
  private readonly current = new Map<number, string>();
  private readonly rate: Pace;
  private readonly pace: Pace;
  private bytes = 0;
  private totalSize = 0;
  private doneSize = 0;
  /** Those looked at, one that was looked at twice as two. */
  private looked = 0;
  /** Bytes of what is finished; the others belong to what is under way. */
  private finishedBytes = 0;

  constructor(repositories: readonly Known[], recorder: Pick<RunRecorder, "update">, now: () => Date) {
    this.recorder = recorder;
    this.now = now;
    this.since = now().toISOString();
    this.rate = new Pace(RATE_WINDOW_MS, now().getTime());
    this.pace = new Pace(PACE_WINDOW_MS, now().getTime());
    this.expect(repositories);
  }

  /** These have come to light, or are looked at once more. */
  expect(repositories: readonly Known[]): void {
    for (const { id, sizeKib } of repositories) {
      this.reopen(id);
      this.totalSize += sizeKib * 1024 - this.sizeOf(id);
      this.sizes.set(id, sizeKib * 1024);
    }
    this.tell();
  }

  begin({ id, name }: Known): void {
    // What is kept is told later, and so may be after it was expected once more.
    this.reopen(id);
    this.current.set(id, name);
    this.tell();
  }

  received(bytes: number): void {
    this.bytes += bytes;
    if (this.rate.note(this.now().getTime(), this.bytes)) this.tell();
  }

  end({ id }: Known, entry: ManifestEntry): void {
    this.current.delete(id);
    if (!this.ended.has(id)) this.doneSize += this.sizeOf(id);
    this.ended.add(id);
    this.looked += 1;
    this.pace.note(this.now().getTime(), this.looked);
    if (entry.outcome === "captured") this.finishedBytes += entry.size_bytes ?? 0;
    this.tell();
  }

  private tell(): void {
    const { bytes, since } = this;
    const at = this.now().getTime();
    const rate = this.rate.perSecond(at, bytes);
    this.recorder.update({
      progress: {
        done: this.ended.size,
        total: this.sizes.size,
        bytes,
        current: [...this.current.values()],
        bytes_per_second: rate === undefined ? undefined : Math.round(rate),
        done_per_second: this.pace.perSecond(at, this.looked),
        since,
        size_done: this.doneSize + this.sizeUnderWay(),
        size_total: this.totalSize,
      },
    });
  }

  /** What has come of the repositories under way, at most what GitHub says they have. */
  private sizeUnderWay(): number {
    let most = 0;
    for (const id of this.current.keys()) most += this.sizeOf(id);
    return Math.min(most, Math.max(0, this.bytes - this.finishedBytes));
  }

  private reopen(id: number): void {
    if (this.ended.delete(id)) this.doneSize -= this.sizeOf(id);
  }

  private readonly sizeOf = (id: number): number => this.sizes.get(id) ?? 0;
}

/** How fast a number grows, seen through a window. */
class Pace {
  private readonly windowMs: number;
  private readonly samples: { at: number; value: number }[];

  constructor(windowMs: number, at: number) {
    this.windowMs = windowMs;
    this.samples = [{ at, value: 0 }];
  }

  /** False when the last sample is too fresh for another one. */
  note(at: number, value: number): boolean {
    if (at - (this.samples.at(-1)?.at ?? 0) < SAMPLE_MS) return false;
    this.samples.push({ at, value });
    return true;
  }

  /** As of now, when it has grown to `value`; undefined in the first moment. */
  perSecond(at: number, value: number): number | undefined {
    while (this.samples.length > 1 && at - (this.samples[1]?.at ?? at) >= this.windowMs) this.samples.shift();
    const [first] = this.samples;
    return first && at > first.at ? ((value - first.value) * 1000) / (at - first.at) : undefined;
  }
}
