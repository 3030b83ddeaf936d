import type { ManifestEntry } from "@/lib/domain/manifest";
import type { RunRecorder } from "./run-recorder";

/** The rate shown is that of the last ten seconds: an honest "now", not an average that lags. */
const RATE_WINDOW_MS = 10_000;

/** Counts repositories and bytes of a backup, and keeps the run's record told. */
export class Progress {
  private readonly total: number;
  private readonly recorder: RunRecorder;
  private readonly now: () => Date;
  private readonly current = new Set<string>();
  private readonly samples: { at: number; bytes: number }[] = [];
  private done = 0;
  private bytes = 0;

  constructor(total: number, recorder: RunRecorder, now: () => Date) {
    this.total = total;
    this.recorder = recorder;
    this.now = now;
    this.tell();
  }

  begin(repository: string): void {
    this.current.add(repository);
    this.tell();
  }

  received(bytes: number): void {
    this.bytes += bytes;
    const at = this.now().getTime();
    if (at - (this.samples.at(-1)?.at ?? 0) < 250) return;
    this.samples.push({ at, bytes: this.bytes });
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > RATE_WINDOW_MS) this.samples.shift();
    this.tell();
  }

  end(entry: ManifestEntry): void {
    this.current.delete(entry.repo);
    this.done += 1;
    this.tell();
  }

  private tell(): void {
    const { done, total, bytes } = this;
    this.recorder.update({
      progress: { done, total, bytes, current: [...this.current], bytes_per_second: this.rate() },
    });
  }

  private rate(): number | undefined {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || !last || last.at <= first.at) return undefined;
    return Math.round(((last.bytes - first.bytes) * 1000) / (last.at - first.at));
  }
}
