import { type DrillItem, drillVerdict, recoveryTimes, SIZE_CLASS_VIEW, sizeClassOf } from "@/lib/domain/drill";
import { drillCandidates, drillSample } from "@/lib/domain/drill-sample";
import { AppError, asAppError, problemOf } from "@/lib/domain/errors";
import { formatDuration, plural } from "@/lib/domain/format";
import type { Manifest } from "@/lib/domain/manifest";
import type { Side } from "@/lib/domain/snapshot";
import { askEither, type Sides } from "@/lib/operations/both-sides";
import { readDrills } from "@/lib/operations/drill-records";
import { newestManifest } from "@/lib/operations/read-manifest";
import type { DrillContext } from "../drill/drill-context";
import { drillLocally } from "../drill/drill-locally";
import { drillOnGitHub } from "../drill/drill-on-github";
import { KeptDrill } from "../drill/kept-drill";
import { removeDrilled, removeLeftOver } from "../drill/remove-drilled";
import { HostWatch } from "../host-watch";
import { sidesOf } from "../restore/agree-plan";
import { tellStack } from "../tell-stack";

/**
 * A restore drill: a rotating sample of the newest snapshot is restored for real and compared, the time it took is measured,
 * and what was made is taken away again. Its record stays as evidence.
 * @returns the process's exit code: 0 when every repository of the sample came back whole
 */
export async function drill(context: DrillContext): Promise<number> {
  const { recorder, log, signal } = context;
  await recorder.start();
  try {
    const { items, warnings } = await runDrill(context);
    const passed = drillVerdict(items) === "passed";
    const state = passed ? "succeeded" : items.some((each) => each.state === "restored") ? "partial" : "failed";
    const error = passed ? undefined : problemOf(incomplete(items));
    await recorder.finish({ state, phase: "done", ...(error ? { error } : {}), ...(warnings[0] ? { warnings } : {}) });
    tellDrill(items, context);
    return passed ? 0 : incomplete(items).exit;
  } catch (error) {
    const reason = signal.aborted ? asAppError(signal.reason) : asAppError(error);
    log.error("drill-failed", reason.message, { code: reason.code, hint: reason.hint });
    tellStack(reason, log);
    await recorder.finish({ state: signal.aborted ? "stopped" : "failed", error: problemOf(reason) });
    return reason.exit;
  }
}

async function runDrill(context: DrillContext): Promise<{ items: DrillItem[]; warnings: string[] }> {
  const { env, recorder, records, services, now, signal } = context;
  const organisation = env.DRILL_ORGANISATION;
  const mode = organisation ? "github" : "local";
  const sides = sidesOf(context);
  recorder.update({ phase: "choose" });
  const manifest = await chosenManifest(sides, env.DRILL_SIDE);
  const past = (await readDrills(records)).map((each) => each.drill);
  const sample = drillSample(drillCandidates(manifest.repos, mode), past, env.DRILL_REPOSITORIES);
  if (sample.length === 0) throw new AppError("drill-empty", { snapshot: manifest.snapshot });
  const kept = new KeptDrill(context, {
    ...{ version: 1, run: recorder.run, mode, organisation, side: env.DRILL_SIDE },
    ...{ snapshot: manifest.snapshot, started_at: now().toISOString(), state: "running" },
    items: sample.map(({ repository, repositoryId, bytes }) => ({
      ...{ repository, repository_id: repositoryId, bytes, size_class: sizeClassOf(bytes) },
      ...{ state: "waiting", removed: true },
    })),
  });
  await kept.keep();
  const warnings: string[] = [];
  try {
    recorder.update({ phase: "restore" });
    if (organisation) await drillOnGitHub(context, kept, { snapshot: manifest.snapshot, organisation });
    else await drillLocally(context, kept, { manifest, sides });
  } finally {
    recorder.update({ phase: "remove" });
    // Also when the drill was stopped, as far as the stop leaves time: what is left, the next drill takes away.
    if (organisation) {
      const target = await services.target({ signal, listener: new HostWatch(context, 1) });
      warnings.push(...(await removeDrilled(context, target, kept)), ...(await removeLeftOver(context, target)));
    }
    await kept.keep({ state: drillVerdict(kept.items), finished_at: now().toISOString() });
  }
  return { items: kept.items, warnings };
}

async function chosenManifest(sides: Sides, side: Side): Promise<Manifest> {
  const { value } = await askEither(sides, side, newestManifest);
  if (!value) throw new AppError("drill-empty", { snapshot: "the newest snapshot (there is none)" });
  return value.manifest;
}

const incomplete = (items: DrillItem[]) =>
  new AppError("drill-incomplete", {
    failed: items.filter(({ state }) => state !== "restored").length,
    total: items.length,
  });

function tellDrill(items: DrillItem[], { log }: DrillContext): void {
  for (const { repository, problem } of items) {
    if (problem)
      log.error("not-restored", `${repository}: ${problem.message}`, { repo: repository, hint: problem.hint });
  }
  for (const { sizeClass, count, longestSeconds } of recoveryTimes(items))
    log.info(
      "recovery-time",
      `${SIZE_CLASS_VIEW[sizeClass].label}: ${plural(count, "repository", "repositories")}, at most ${formatDuration(longestSeconds * 1000)}`,
      { size_class: sizeClass, seconds: longestSeconds },
    );
  const restored = items.filter(({ state }) => state === "restored").length;
  log.info("finished", `${restored} of ${items.length} repositories of the drill restored and compared`);
}
