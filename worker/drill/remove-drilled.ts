// Takes away what drills have made on GitHub: this one, and those before that were ended before they could.
import type { DrillRecord } from "@/lib/domain/drill";
import { AppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import { LOST_AFTER_MS, RUN_STATE_VIEW } from "@/lib/domain/run";
import { readDrills, writeDrill } from "@/lib/operations/drill-records";
import { readJournal, readRun } from "@/lib/operations/run-records";
import type { RestoreTarget } from "@/lib/ports/restore-target";
import { Journal } from "../restore/journal";
import { findMade } from "../restore/made-by-us";
import { isMarked } from "../restore/marker";
import type { DrillContext } from "./drill-context";
import type { KeptDrill } from "./kept-drill";

/** @returns sentences about what could not be taken away */
export async function removeDrilled(context: DrillContext, target: RestoreTarget, kept: KeptDrill): Promise<string[]> {
  const warnings: string[] = [];
  for (const item of kept.items) {
    if (item.removed || !item.target) continue;
    const problem = await removeOne(context, target, context.recorder.run, item.target);
    if (problem) warnings.push(problem);
    else kept.item(item.repository, { removed: true });
  }
  return warnings;
}

/** Of drills before this one. @returns sentences about what could not be taken away */
export async function removeLeftOver(context: DrillContext, target: RestoreTarget): Promise<string[]> {
  const warnings: string[] = [];
  for (const { drill, etag } of await readDrills(context.records)) {
    if (drill.run === context.recorder.run || drill.items.every(({ removed }) => removed)) continue;
    if (drill.state === "running" && (await isAtWork(context, drill.run))) continue;
    const items: DrillRecord["items"] = [];
    for (const item of drill.items) {
      const problem =
        item.removed || !item.target ? undefined : await removeOne(context, target, drill.run, item.target);
      if (problem) warnings.push(problem);
      items.push({ ...item, removed: problem === undefined });
    }
    // It was ended before it could say so itself.
    const state = drill.state === "running" ? ("failed" as const) : drill.state;
    await writeDrill(context.records, { ...drill, state, items }, etag);
  }
  return warnings;
}

/** Another drill that tells of itself still needs what it has made, and takes it away itself. */
async function isAtWork({ records, now, log }: DrillContext, run: RunId): Promise<boolean> {
  try {
    const { state, updated_at: at } = (await readRun(records, run)).record;
    const alive = !RUN_STATE_VIEW[state].terminal && now().getTime() - Date.parse(at) < LOST_AFTER_MS;
    if (alive) log.info("drill-at-work", `drill ${run} may be at work: what it has made is left to it`);
    return alive;
  } catch (error) {
    if (hasCode(error, "not-found", "record-invalid")) return false;
    throw error;
  }
}

/** Only what the journal of that run names as made by it. @returns a sentence when it may still be there */
async function removeOne(
  { records, recorder, now, log }: DrillContext,
  target: RestoreTarget,
  restoredBy: RunId,
  name: RepositoryName,
): Promise<string | undefined> {
  try {
    const kept = (await readJournal(records, restoredBy, name))?.journal;
    if (!kept || kept.state === "deleted") return undefined;
    const repositoryId = kept.repository_id ?? (await findMarked(target, name, restoredBy));
    if (repositoryId === undefined) return undefined;
    const made = { target: name, repositoryId, restoredBy };
    const by = { run: recorder.run, digest: kept.plan_digest, now };
    const journal = await Journal.open({
      records,
      origin: restoredBy,
      repository: kept.repository,
      target: name,
      ...by,
    });
    if (await target.findById(made.repositoryId, name)) {
      await target.remove((await findMade(target, made)).name);
      log.info("removed", `${name} is taken away again`, { repo: name });
    }
    await journal.advance("deleted");
    return undefined;
  } catch (error) {
    const { message, hint } = problemOf(error);
    const text = `${name} could not be taken away: ${message}`;
    log.warn("not-removed", text, { repo: name, hint });
    return `${text}. ${hint}`;
  }
}

/** Its creation was asked for and the answer never kept: its description says whose it is. */
async function findMarked(target: RestoreTarget, name: RepositoryName, run: RunId): Promise<number | undefined> {
  const found = await target.find(name);
  if (!found || found.name !== name) return undefined;
  if (isMarked(found.description, run)) return found.id;
  throw new AppError("restore-not-ours", { target: name, run, why: "neither its journal nor its description says so" });
}
