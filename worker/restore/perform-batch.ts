import { AppError, problemOf } from "@/lib/domain/errors";
import { refusalOf, targetProblem } from "@/lib/domain/preflight";
import type { PreflightFacts } from "@/lib/domain/preflight-facts";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { RestoreTarget } from "@/lib/ports/restore-target";
import { AdaptivePool } from "../adaptive-pool";
import { StepClock } from "../step-clock";
import { runPreflight } from "./gather-preflight";
import { openTarget } from "./open-target";
import { doneFacts } from "./perform-repository";
import type { Begun } from "./restore-context";
import { restoreItem } from "./restore-item";
import { stepsOf } from "./steps-told";

/**
 * Many repositories, several at a time, each with its own outcome in the run's record: one that fails does not stop the
 * others.
 * @throws AppError restore-incomplete when not all came through, and whatever concerns the whole
 */
export async function performBatch(begun: Begun): Promise<void> {
  const { agreed, report, log, env } = begun;
  const { step } = stepsOf(begun);
  const target = await openTarget(begun);
  step("preflight");
  const { checks, facts } = await runPreflight(begun, target);
  const refusal = refusalOf(checks);
  if (refusal) throw refusal;
  if (agreed.checkOnly) return;
  step("restore");
  const { items } = agreed.plan;
  const progress = new BatchProgress(begun);
  const one = (item: RepositoryPlan) => performOne(begun, target, facts, item, progress);
  // The largest first: begun last, one of them would go on alone at the end.
  const order = [...items].sort((a, b) => b.totalBytes - a.totalBytes);
  await new AdaptivePool(env.RESTORE_CONCURRENCY).run(order, one);
  step("receipt");
  const failed = report.count("failed") + report.count("refused");
  log.info("finished", `${report.total - failed} of ${report.total} repositories restored and compared`);
  if (failed > 0) throw new AppError("restore-incomplete", { failed, total: report.total });
}

async function performOne(
  begun: Begun,
  target: RestoreTarget,
  facts: PreflightFacts,
  item: RepositoryPlan,
  progress: BatchProgress,
): Promise<void> {
  const { report, log, now, signal } = begun;
  signal.throwIfAborted();
  const problem = targetProblem(facts.targets.find((each) => each.target === item.target));
  if (problem) {
    report.item(item, { state: "refused", problem: problemOf(problem) });
    log.error("refused", `${item.repository}: ${problem.message}`, {
      repo: item.repository,
      code: problem.code,
      hint: problem.hint,
    });
    return progress.end(item);
  }
  const clock = new StepClock(now, () => undefined);
  report.item(item, { state: "running" });
  progress.begin(item);
  try {
    const result = await restoreItem({
      ...{ begun, target, item },
      step: (step) => clock.begin(step, step),
      durations: () => clock.end(),
      onBytes: (count) => progress.add(count),
      onCreated: ({ id, url }) => report.item(item, { repository_id: id, url }),
    });
    report.item(item, doneFacts(result));
    const what = result.skipped ? "was restored before" : `restored as ${item.target}`;
    log.info("restored", `${item.repository} ${what}`, { repo: item.repository, target: item.target });
  } catch (error) {
    // The run's own end is no failure of the repository's.
    signal.throwIfAborted();
    const known = problemOf(error);
    report.item(item, { state: "failed", problem: known });
    log.error("not-restored", `${item.repository}: ${known.message}`, {
      repo: item.repository,
      code: known.code,
      hint: known.hint,
    });
  }
  progress.end(item);
}

/** Counts repositories, and the bytes that came from the bucket. */
class BatchProgress {
  private readonly begun: Begun;
  private readonly current = new Set<string>();
  private readonly since: string;
  private done = 0;
  private bytes = 0;

  constructor(begun: Begun) {
    this.begun = begun;
    this.since = begun.now().toISOString();
  }

  begin({ repository }: RepositoryPlan): void {
    this.current.add(repository);
    this.tell();
  }

  add(count: number): void {
    this.bytes += count;
    this.tell();
  }

  end({ repository }: RepositoryPlan): void {
    this.current.delete(repository);
    this.done += 1;
    this.tell();
  }

  private tell(): void {
    const { recorder, agreed } = this.begun;
    const total = agreed.plan.items.length;
    const { done, bytes, since } = this;
    recorder.update({ progress: { done, total, bytes, current: [...this.current], since } });
  }
}
