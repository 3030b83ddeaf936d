import type { Problem } from "@/lib/domain/errors";
import type { PreflightCheck } from "@/lib/domain/preflight-check";
import type { RepositoryPlan, RestorePlan } from "@/lib/domain/restore-plan";
import { type ItemState, MOST_ITEMS, type RestoredItem, type RestoreRecord } from "@/lib/domain/restore-record";
import type { RunNotes } from "../run-recorder";
import type { Agreed } from "./agreed";

/** Trouble first: where not all can be named, those are. */
const ORDER: Record<ItemState, number> = { failed: 0, refused: 1, running: 2, waiting: 3, done: 4, skipped: 5 };

/** What a restore tells of itself in its run's record: the checks, and what becomes of each repository. */
export class RestoreReport {
  private readonly recorder: RunNotes;
  private readonly items: RestoredItem[];
  private readonly warnings: string[] = [];
  private record: RestoreRecord;

  constructor(recorder: RunNotes, { plan, digest, retryOf, checkOnly, approval }: Agreed) {
    this.recorder = recorder;
    this.items = checkOnly ? [] : itemsOf(plan);
    const { request } = plan;
    this.record = { request, plan_digest: digest, retry_of: retryOf, check_only: checkOnly || undefined, approval };
    this.tell();
  }

  keep(facts: Partial<RestoreRecord>): void {
    this.record = { ...this.record, ...facts };
    this.tell();
  }

  warn(text: string): void {
    this.warnings.push(text);
    this.recorder.update({ warnings: [...this.warnings] });
  }

  /** What has become of one of the plan's items. */
  item({ repository }: Pick<RepositoryPlan, "repository">, facts: Partial<RestoredItem>): void {
    const index = this.items.findIndex((each) => each.repository === repository);
    const before = this.items[index];
    if (before) this.items[index] = { ...before, ...facts };
    this.tell();
  }

  /** The run is over: what was under way has not come to its end, for this reason. */
  interrupted(problem: Problem): void {
    for (const each of this.items.filter(({ state }) => state === "running"))
      this.item(each, { state: "failed", problem });
  }

  count(state: ItemState): number {
    return this.items.filter((each) => each.state === state).length;
  }

  get checks(): readonly PreflightCheck[] {
    return this.record.preflight ?? [];
  }

  /** What has become of each so far. */
  get restored(): readonly RestoredItem[] {
    return this.items;
  }

  get total(): number {
    return this.items.length;
  }

  private tell(): void {
    const restored = [...this.items].sort((a, b) => ORDER[a.state] - ORDER[b.state]).slice(0, MOST_ITEMS);
    const counts = {
      total: this.items.length,
      done: this.count("done"),
      skipped: this.count("skipped"),
      refused: this.count("refused"),
      failed: this.count("failed"),
    };
    this.recorder.update({ restore: this.items.length > 0 ? { ...this.record, restored, counts } : this.record });
  }
}

function itemsOf({ items, refused }: RestorePlan): RestoredItem[] {
  return [
    ...items.map(({ repository, target }): RestoredItem => ({ repository, target, state: "waiting" })),
    ...refused.map(
      ({ repository, target, problem }): RestoredItem => ({ repository, target, state: "refused", problem }),
    ),
  ];
}
