// What only the whole run shows: many repositories that vanished at once. And the holds that a run before could not place.
import { manyVanished } from "@/lib/domain/anomaly";
import type { AnomalyThresholds } from "@/lib/domain/anomaly-thresholds";
import type { ErrorCode } from "@/lib/domain/errors";
import type { PlacedHold } from "@/lib/domain/hold";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { inParallel } from "@/lib/operations/in-parallel";
import { newlyVanished } from "../absent-entries";
import { type HoldContext, placeHold } from "../holds/place-hold";
import { KnownChains } from "../known-chains";
import { findPrevious, type PreviousSnapshot } from "../snapshot-choice";
import { tellAnomalies } from "./anomaly-watch";

const HOLDS_AT_ONCE = 8;

/** The manifest with them: to be asked before it is written, for from then on the run counts. */
export async function withRunAnomalies(
  context: HoldContext,
  manifest: Manifest,
  previous: PreviousSnapshot | undefined,
  thresholds: AnomalyThresholds,
): Promise<Manifest> {
  if (!previous) return manifest;
  const chains = new KnownChains(context.store, context.root, previous, new Map());
  const vanished = newlyVanished(manifest.repos, previous.manifest);
  const names = vanished.map(({ repo }) => repo);
  const anomalies = manyVanished(names, previous.manifest.total_repos, thresholds);
  tellAnomalies(undefined, anomalies, context.log);
  const isVanished = new Set(anomalies.length > 0 ? vanished : []);

  const repos = await inParallel(manifest.repos, HOLDS_AT_ONCE, async (entry): Promise<ManifestEntry> => {
    const kept = await retried(context, chains, previous.manifest, entry);
    const lastGood = isVanished.has(entry) ? await chains.lastGood({ id: entry.id, name: entry.repo }) : undefined;
    if (lastGood && lastGood.entry.chain.length > 0) kept.push(await placeHold(context, lastGood, anomalies));
    return kept.length > 0 ? { ...entry, holds: kept } : entry;
  });
  return { ...manifest, repos, ...(anomalies.length > 0 ? { anomalies } : {}) };
}

/** A bundle that is gone does not come back by being asked for again. */
const isWorthTrying = ({ state, problem }: PlacedHold) => state === "failed" && problem?.code !== MISSING;
const MISSING: ErrorCode = "object-missing";

/** The entry's holds, and those of the run before that were not placed, tried again. */
async function retried(
  context: HoldContext,
  chains: KnownChains,
  previous: Manifest,
  entry: ManifestEntry,
): Promise<PlacedHold[]> {
  const before = findPrevious(previous, entry.id, entry.repo)?.holds ?? [];
  const pending = before.filter(isWorthTrying);
  const holds = (entry.holds ?? []).filter((each) => !pending.some(({ prefix }) => prefix === each.prefix));
  for (const { snapshot, why, ...failed } of pending) {
    const held = await chains.asOf(snapshot, { id: entry.id, name: entry.repo });
    holds.push(held ? await placeHold(context, held, why ?? []) : { snapshot, why, ...failed });
  }
  return holds;
}
