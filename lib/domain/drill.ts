// A restore drill: a few repositories restored for real, measured, compared, and taken away again. drills/<run>.json keeps it.
import { z } from "zod";
import { plural } from "./format";
import { repositoryName, runId, snapshotId } from "./ids";
import { side } from "./snapshot";

export const SIZE_CLASSES = ["small", "medium", "large"] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

const MIB = 1024 * 1024;

export const SIZE_CLASS_VIEW: Record<SizeClass, { name: string; label: string; below: number }> = {
  small: { name: "Small", label: "small (below 10 MiB)", below: 10 * MIB },
  medium: { name: "Medium", label: "medium (10 to 250 MiB)", below: 250 * MIB },
  large: { name: "Large", label: "large (250 MiB and more)", below: Number.POSITIVE_INFINITY },
};

/** By the bytes of the chain. */
export function sizeClassOf(bytes: number): SizeClass {
  return SIZE_CLASSES.find((each) => bytes < SIZE_CLASS_VIEW[each].below) ?? "large";
}

/** github: into new repositories of the drill organisation. local: rebuilt on the worker's own disk. */
export const DRILL_MODES = ["github", "local"] as const;
export type DrillMode = (typeof DRILL_MODES)[number];

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

const drillItem = z.looseObject({
  repository: repositoryName,
  repository_id: z.number().optional(),
  size_class: z.enum(SIZE_CLASSES),
  bytes: z.number(),
  state: z.enum(["waiting", "restored", "failed"]),
  /** From the first byte asked for to the last ref compared: the recovery time that was reached. */
  seconds: z.number().optional(),
  /** Refs that were compared and equal. */
  refs: z.number().optional(),
  problem: problem.optional(),
  /** Of a drill on GitHub: what was made, and its receipt. */
  target: repositoryName.optional(),
  receipt: z.string().optional(),
  receipt_hash: z.string().optional(),
  /** What was made is gone again. False while it may be there: the next drill takes it away. */
  removed: z.boolean(),
});
export type DrillItem = z.infer<typeof drillItem>;

export const drillRecord = z.looseObject({
  version: z.literal(1),
  run: runId,
  mode: z.enum(DRILL_MODES),
  organisation: z.string().optional(),
  snapshot: snapshotId,
  side,
  started_at: z.string(),
  finished_at: z.string().optional(),
  state: z.enum(["running", "passed", "failed"]),
  items: z.array(drillItem),
});
export type DrillRecord = z.infer<typeof drillRecord>;

/** Every repository came back whole. That something could not be taken away again spoils nothing. */
export const drillVerdict = (items: DrillItem[]): "passed" | "failed" =>
  items.length > 0 && items.every(({ state }) => state === "restored") ? "passed" : "failed";

/** In a few words. */
export function drillResult(items: DrillItem[]): string {
  const back = items.filter(({ state }) => state === "restored").length;
  return `${back} of ${plural(items.length, "repository", "repositories")} came back`;
}

/** The longest recovery time of each size class that took part. */
export function recoveryTimes(items: DrillItem[]): { sizeClass: SizeClass; count: number; longestSeconds: number }[] {
  return SIZE_CLASSES.flatMap((sizeClass) => {
    const seconds = items.flatMap((item) => (item.size_class === sizeClass ? (item.seconds ?? []) : []));
    return seconds.length > 0 ? [{ sizeClass, count: seconds.length, longestSeconds: Math.max(...seconds) }] : [];
  });
}
