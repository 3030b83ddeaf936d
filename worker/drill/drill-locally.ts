import { problemOf } from "@/lib/domain/errors";
import type { Manifest } from "@/lib/domain/manifest";
import { findEntry, planRepository } from "@/lib/domain/plan-repository";
import type { Sides } from "@/lib/operations/both-sides";
import { EitherSide } from "@/lib/rebuild/either-side";
import { fetchChain } from "@/lib/rebuild/fetch-chain";
import { rebuildRepository } from "@/lib/rebuild/rebuild-repository";
import { withScratch } from "../scratch";
import type { DrillContext } from "./drill-context";
import type { KeptDrill } from "./kept-drill";

/** Rebuilds each on the worker's disk with stock git and compares every ref; nothing of it stays. */
export async function drillLocally(
  context: DrillContext,
  kept: KeptDrill,
  { manifest, sides }: { manifest: Manifest; sides: Sides },
): Promise<void> {
  const { env, log, signal, now } = context;
  const source = new EitherSide(sides, env.DRILL_SIDE);
  for (const { repository } of kept.items) {
    signal.throwIfAborted();
    const began = now().getTime();
    try {
      const item = planRepository(findEntry(manifest, manifest.snapshot, repository), manifest.snapshot);
      const onNotice = (text: string) => log.warn("other-source", text);
      const options = { signal, onNotice, onBytes: () => undefined, firstPauseMs: env.RETRY_PAUSE_MS };
      const { refs } = await withScratch(env.SCRATCH_DIR, async (scratch) =>
        rebuildRepository(item, await fetchChain(source, item, scratch, options), scratch, signal),
      );
      const seconds = (now().getTime() - began) / 1000;
      kept.item(repository, { state: "restored", seconds, refs: refs.length, removed: true });
    } catch (error) {
      signal.throwIfAborted();
      kept.item(repository, { state: "failed", problem: problemOf(error), removed: true });
    }
  }
}
