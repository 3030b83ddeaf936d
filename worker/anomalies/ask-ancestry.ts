import type { Ancestry, AncestryQuestion } from "@/lib/domain/anomaly";
import type { AnomalyThresholds } from "@/lib/domain/anomaly-thresholds";
import { AppError, asAppError } from "@/lib/domain/errors";
import { escapeRefName } from "@/lib/domain/refs";
import type { CodeHost, HostedRepository } from "@/lib/ports/code-host";

/** REST requests of an hour that are left for the rest of a run: listing the fleet again comes first. */
const RESERVE = 500;

/** What could be told, and what not: one sentence. */
export interface AncestryFindings {
  answers: Map<string, Ancestry>;
  unknown?: string;
}

/** Asks GitHub what became of branches, a bounded number of times in a run, and never to the harm of the run. */
export class AncestryDesk {
  private readonly host: Pick<CodeHost, "compareCommits" | "traffic">;
  private readonly signal: AbortSignal;
  private readonly limit: number;
  private asked = 0;

  constructor(host: Pick<CodeHost, "compareCommits" | "traffic">, thresholds: AnomalyThresholds, signal: AbortSignal) {
    this.host = host;
    this.limit = thresholds["compares-per-run"];
    this.signal = signal;
  }

  /** One question after the other: the first that fails ends it, for the next would fail likewise. */
  async ask(repository: HostedRepository, questions: readonly AncestryQuestion[]): Promise<AncestryFindings> {
    const answers = new Map<string, Ancestry>();
    for (const { name, base, head } of questions) {
      try {
        this.checkBudget(repository);
        answers.set(name, await this.host.compareCommits(repository, base, head));
      } catch (error) {
        this.signal.throwIfAborted();
        const short = escapeRefName(name.replace("refs/heads/", ""));
        const others = questions.length - answers.size - 1;
        const what = others > 0 ? `${short} and ${others} other branches were` : `${short} was`;
        const unknown = `whether ${what} rewritten could not be looked at: ${asAppError(error).message}`;
        return { answers, unknown };
      }
    }
    return { answers };
  }

  private checkBudget({ installation }: HostedRepository): void {
    const budget = this.host.traffic().budgets.find(({ account }) => account === installation.account);
    if (this.asked >= this.limit || (budget && budget.limit > RESERVE * 2 && budget.remaining < RESERVE))
      throw new AppError("ancestry-budget", { limit: this.limit });
    this.asked += 1;
  }
}
