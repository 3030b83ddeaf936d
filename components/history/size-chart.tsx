"use client";
import type { RestorePoint } from "@/lib/domain/catalogue/repository-history";
import { BytesOverTime } from "../parts/bytes-over-time";

/** What rebuilding the repository takes, snapshot by snapshot. */
export function SizeChart({ points }: { points: readonly RestorePoint[] }) {
  const known = points.filter(({ row }) => row.chainBytes > 0).reverse();
  const bytes = known.map(({ finishedAt, row }) => ({ at: new Date(finishedAt), bytes: row.chainBytes }));
  return <BytesOverTime points={bytes} title="Bundles of its chain" label="Size over time" />;
}
