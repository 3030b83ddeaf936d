"use client";
import { useState } from "react";

/**
 * Keeps a list still under the cursor: rows that appear on top while one looks wait until `show` is called. Rows that are
 * known change in place, older ones that are loaded join at the end.
 */
export function useHeldRows<T>(rows: readonly T[], idOf: (row: T) => string) {
  const [newestShown, setNewestShown] = useState<string>();
  const first = rows[0] && idOf(rows[0]);
  const index = newestShown === undefined ? 0 : rows.findIndex((row) => idOf(row) === newestShown);
  // Held back is what stands before the row that was first when the person began to look.
  const waiting = Math.max(0, index);
  if (newestShown === undefined && first !== undefined) setNewestShown(first);
  return { shown: rows.slice(waiting), waiting, show: () => setNewestShown(first) };
}
