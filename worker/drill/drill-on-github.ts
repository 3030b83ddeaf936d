import { hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { RestoredItem } from "@/lib/domain/restore-record";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import { readReceipt } from "@/lib/operations/run-records";
import { agreePlan } from "../restore/agree-plan";
import { perform } from "../restore/perform";
import { RestoreReport } from "../restore/restore-report";
import type { RunNotes, RunPatch } from "../run-recorder";
import type { DrillContext } from "./drill-context";
import type { KeptDrill } from "./kept-drill";

/** Restores all of them into the drill organisation, as a restore of many does it: quarantined, compared, with receipts. */
export async function drillOnGitHub(
  context: DrillContext,
  kept: KeptDrill,
  { snapshot, organisation }: { snapshot: SnapshotId; organisation: string },
): Promise<void> {
  const { env, recorder } = context;
  const request: RestoreRequest = {
    kind: "batch",
    snapshot,
    source: env.DRILL_SIDE,
    repositories: kept.items.map(({ repository }) => repository),
    naming: { organisation, prefix: drillPrefix(recorder.run), suffix: "" },
  };
  const print = () => undefined;
  const notes = notesOfRestore(recorder);
  const restore = { ...context, recorder: notes, print, asked: { request, dryRun: false, checkOnly: false } };
  const agreed = await agreePlan(restore);
  for (const { repository, target } of agreed.plan.items) kept.item(repository, { target, removed: false });
  for (const { repository, problem } of agreed.plan.refused) kept.item(repository, { state: "failed", problem });
  // From here on there may be repositories on GitHub.
  await kept.keep();
  const report = new RestoreReport(notes, agreed);
  try {
    await perform({ ...restore, agreed, report });
  } catch (error) {
    // Which of them failed, and why, the report says.
    if (!hasCode(error, "restore-incomplete")) throw error;
  } finally {
    for (const item of report.restored) await take(context, kept, item);
  }
}

/**
 * The drill's record tells of the drill: its own phases, and what came back. Of the restore within it only what is true of
 * the run as a whole is kept, or every reader would take the run for a restore.
 */
const notesOfRestore = (recorder: RunNotes): RunNotes => ({
  run: recorder.run,
  update: (patch) => {
    const kept = Object.entries(patch).filter(([field]) => OF_THE_RUN.has(field));
    if (kept.length > 0) recorder.update(Object.fromEntries(kept));
  },
});

const OF_THE_RUN: ReadonlySet<string> = new Set<keyof RunPatch>(["progress", "waiting", "github", "warnings"]);

/** Names that no other drill has: `drill-20261121t020000z-`. */
export const drillPrefix = (run: string) => `drill-${run.slice(0, 16).toLowerCase()}-`;

async function take(
  { records, recorder }: DrillContext,
  kept: KeptDrill,
  { repository, target, state, problem, receipt, receipt_hash }: RestoredItem,
): Promise<void> {
  if (state !== "done" || !target) {
    if (problem) kept.item(repository, { state: "failed", problem });
    return;
  }
  const { startedAt, finishedAt, counts } = await readReceipt(records, recorder.run, target);
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  kept.item(repository, { state: "restored", seconds, refs: counts.equal, receipt, receipt_hash });
}
