import { canonical } from "@/lib/domain/canonical";
import { AppError, hasCode, type Problem } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import type { JournalState, RestoreJournal } from "@/lib/domain/restore-journal";
import { readJournal, writeJournal } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";

interface JournalOptions {
  /** Absent in installations without a records bucket: then there is no retry, and nothing to change afterwards. */
  records?: ObjectStore;
  /** The run it is under, and the one that writes now. */
  origin: RunId;
  run: RunId;
  repository: RepositoryName;
  target: RepositoryName;
  digest: string;
  now: () => Date;
}

/**
 * How far the restore of one repository has come, kept in the bucket before each thing that cannot be asked back. Whoever
 * finds that another run has written meanwhile stops.
 */
export class Journal {
  private readonly options: JournalOptions;
  private value?: RestoreJournal;
  private etag?: string;

  private constructor(options: JournalOptions) {
    this.options = options;
  }

  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    await journal.read();
    return journal;
  }

  get state(): JournalState | undefined {
    return this.value?.state;
  }

  /** Where it was when it failed, or where it is. */
  get reached(): JournalState | undefined {
    return this.value?.state === "failed" ? this.value.failed_in : this.value?.state;
  }

  get repositoryId(): number | undefined {
    return this.value?.repository_id;
  }

  get entry(): RestoreJournal | undefined {
    return this.value;
  }

  /** @throws AppError restore-taken-over */
  async advance(state: JournalState, facts: Partial<RestoreJournal> = {}): Promise<void> {
    const { origin, run, repository, target, digest, now } = this.options;
    await this.write({
      ...(this.value ?? { version: 1, run: origin, repository, target, plan_digest: digest }),
      problem: undefined,
      failed_in: undefined,
      ...facts,
      version: 1,
      by: run,
      state,
      at: now().toISOString(),
    } as RestoreJournal);
  }

  /** What stopped it, once it has begun. */
  async fail(problem: Problem): Promise<void> {
    if (!this.value) return;
    await this.advance("failed", { problem, failed_in: this.reached });
  }

  private async write(next: RestoreJournal): Promise<void> {
    const { records } = this.options;
    if (records) {
      try {
        this.etag = (await writeJournal(records, next, this.etag)).etag;
      } catch (error) {
        if (!hasCode(error, "object-changed", "object-exists")) throw error;
        await this.settle(next, error);
      }
    }
    this.value = next;
  }

  /** A write whose answer was lost and that was made again finds itself; anything else is another run's. */
  private async settle(next: RestoreJournal, cause: unknown): Promise<void> {
    await this.read();
    if (this.value && canonical(this.value) === canonical(next)) return;
    const { target } = this.options;
    throw new AppError("restore-taken-over", { target, run: this.value?.by ?? "of an unknown id" }, { cause });
  }

  private async read(): Promise<void> {
    const { records, origin, target } = this.options;
    const found = records && (await readJournal(records, origin, target));
    this.value = found?.journal;
    this.etag = found?.etag;
  }
}
