// A restore drill: a few repositories restored for real, measured, compared, and taken away again. drills/<run>.json keeps it.

import type { DrillItem } from "./drill-schema";
import { plural } from "./format";

export type { DrillItem, DrillRecord } from "./drill-schema";

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
