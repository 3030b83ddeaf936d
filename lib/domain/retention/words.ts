// Figures of the simulator as people read them.
import type { Locked } from "./settings";

/** `10 %`, `0.4 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toPrecision(2)} %`;
}

/** `$1,234`, `$12.30`, `under $0.01`. */
export function formatDollars(value: number): string {
  if (value > 0 && value < 0.005) return "under $0.01";
  const digits = value < 100 ? 2 : 0;
  return `$${value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** `every hour`, `every day`, `every 36 hours`. */
export function describeInterval(hours: number): string {
  if (hours === 1) return "every hour";
  if (hours === 24) return "every day";
  if (hours === 168) return "every week";
  return hours % 24 === 0 ? `every ${hours / 24} days` : `every ${hours} hours`;
}

export const LOCKED_LABEL: Record<Locked, string> = {
  none: "No lock",
  replica: "The replica alone",
  both: "Both buckets alike",
};
