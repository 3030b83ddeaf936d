// How long ago everything was last safely backed up, against the target (RPO).
export type Freshness = "fresh" | "overdue" | "never";

export const FRESHNESS_VIEW: Record<Freshness, { label: string; indicator: "success" | "error" | "warning" }> = {
  fresh: { label: "Fresh", indicator: "success" },
  overdue: { label: "Overdue", indicator: "error" },
  never: { label: "Never backed up", indicator: "error" },
};

/** A run may take a while, so a tenth of the target is tolerated on top. In hours. */
export const freshnessLimitHours = (targetHours: number): number => Math.round(targetHours * 11) / 10;

/** `lastSafeAt`: the end of the newest backup that holds it. */
export function freshness(lastSafeAt: string | undefined, targetHours: number, now: Date): Freshness {
  if (lastSafeAt === undefined) return "never";
  const hours = (now.getTime() - Date.parse(lastSafeAt)) / 3_600_000;
  return hours <= freshnessLimitHours(targetHours) ? "fresh" : "overdue";
}
