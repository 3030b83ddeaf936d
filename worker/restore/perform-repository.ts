import { AppError, problemOf } from "@/lib/domain/errors";
import { refusalOf } from "@/lib/domain/preflight";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { runPreflight } from "./gather-preflight";
import { openTarget } from "./open-target";
import type { Begun } from "./restore-context";
import { type ItemResult, restoreItem } from "./restore-item";
import { progressTold, stepsOf } from "./steps-told";

/** One repository into a new one. @throws AppError */
export async function performRepository(begun: Begun): Promise<void> {
  const { agreed, report, log } = begun;
  const item = onlyItem(begun);
  const { clock, step } = stepsOf(begun);
  const target = await openTarget(begun);
  step("preflight");
  const { checks } = await runPreflight(begun, target);
  const refusal = refusalOf(checks);
  if (refusal) {
    report.item(item, { state: "refused", problem: problemOf(refusal) });
    throw refusal;
  }
  if (agreed.checkOnly) return;
  report.item(item, { state: "running" });
  const result = await restoreItem({
    ...{ begun, target, item, step },
    durations: () => clock.end(),
    ...progressTold(begun),
    onCreated: ({ id, url }) => {
      report.keep({ target_url: url });
      report.item(item, { repository_id: id, url });
    },
  });
  report.item(item, doneFacts(result));
  const { receipt, skipped, repository } = result;
  if (skipped) return log.info("finished", `${item.target} was restored before; ${repository?.url ?? ""}`);
  log.info("finished", `${item.target}: ${receipt?.counts.equal} refs restored and compared; ${repository?.url}`);
}

/** What the record keeps of an item that is done. */
export function doneFacts({ skipped, repository, key, hash }: ItemResult) {
  return {
    state: skipped ? ("skipped" as const) : ("done" as const),
    repository_id: repository?.id,
    url: repository?.url,
    receipt: key,
    receipt_hash: hash,
  };
}

/** The item of a plan that has one only. */
export function onlyItem({ agreed }: Begun): RepositoryPlan {
  const [item] = agreed.plan.items;
  if (!item) throw new AppError("input-invalid", { problem: "the plan has no repository" });
  return item;
}
