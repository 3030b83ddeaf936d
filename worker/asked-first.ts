// The repositories that a person wants to be backed up before all others: they are put in front, and the run's record tells of
// each as soon as its turn has been.
import type { BackupRequest, FirstItem } from "@/lib/domain/backup-run";
import { AppError, problemOf } from "@/lib/domain/errors";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { HostedRepository } from "@/lib/ports/code-host";
import type { Log } from "./log";
import type { RunNotes } from "./run-recorder";

/** GitHub takes no notice of upper and lower case in names. */
const keyOf = (name: string) => name.toLowerCase();

export class AskedFirst {
  private readonly request: BackupRequest | undefined;
  private readonly recorder: RunNotes;
  private readonly log: Log;
  private readonly rank: ReadonlyMap<string, number>;
  private readonly items = new Map<string, FirstItem>();

  constructor(request: BackupRequest | undefined, recorder: RunNotes, log: Log) {
    this.request = request;
    this.recorder = recorder;
    this.log = log;
    this.rank = new Map(request?.first.map((name, index) => [keyOf(name), index]));
  }

  /** The same repositories, those that were asked for in front. One that is not among them is told. */
  order(repositories: readonly HostedRepository[]): HostedRepository[] {
    const place = ({ name }: HostedRepository) => this.rank.get(keyOf(name)) ?? this.rank.size;
    const listed = new Set(repositories.map(({ name }) => keyOf(name)));
    for (const repo of this.request?.first ?? []) {
      if (listed.has(keyOf(repo))) continue;
      const problem = problemOf(new AppError("repository-not-listed", { repository: repo }));
      this.log.warn("not-listed", problem.message, { repo, code: problem.code, hint: problem.hint });
      this.items.set(keyOf(repo), { repo, problem });
    }
    this.tell();
    // Sorting is stable: those nobody asked for stay as they were, the largest first.
    return this.rank.size === 0 ? [...repositories] : repositories.toSorted((a, b) => place(a) - place(b));
  }

  /** What became of one, last time. */
  captured({ repo, outcome, reason }: ManifestEntry): void {
    if (!this.rank.has(keyOf(repo))) return;
    this.items.set(keyOf(repo), { repo, outcome, ...(reason ? { problem: reason } : {}) });
    this.tell();
  }

  private tell(): void {
    if (this.request) this.recorder.update({ backup: { request: this.request, items: [...this.items.values()] } });
  }
}
