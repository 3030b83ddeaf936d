import type { RepositoryName } from "@/lib/domain/ids";
import type { RunRecorder } from "../run-recorder";

export interface Sized {
  repo: RepositoryName;
  bytes: number;
}

/** Counts repositories, and the bytes that are known to be held; keeps the run's record told. */
export class HoldProgress {
  private readonly recorder: Pick<RunRecorder, "update">;
  private readonly current = new Set<RepositoryName>();
  private readonly since: string;
  private readonly total: number;
  private readonly size: number;
  private done = 0;
  private doneSize = 0;
  private bytes = 0;

  /** `wanted`: what is to be held. */
  constructor(wanted: readonly Sized[], recorder: Pick<RunRecorder, "update">, now: () => Date) {
    this.recorder = recorder;
    this.since = now().toISOString();
    this.total = wanted.length;
    this.size = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
    this.tell();
  }

  begin({ repo }: Sized): void {
    this.current.add(repo);
    this.tell();
  }

  add(bytes: number): void {
    this.bytes += bytes;
    this.tell();
  }

  end({ repo, bytes }: Sized): void {
    this.current.delete(repo);
    this.done += 1;
    this.doneSize += bytes;
    this.tell();
  }

  private tell(): void {
    const { done, total, bytes, since, doneSize, size } = this;
    const current = [...this.current];
    this.recorder.update({
      progress: { done, total, bytes, current, since, size_done: doneSize, size_total: size },
    });
  }
}
