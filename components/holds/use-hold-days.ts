"use client";
import { useQuery } from "@tanstack/react-query";
import { retentionQuery } from "../retention/queries";

/** The primary's own rule for what is held: days from the copy, `never`, or undefined where it is not known (yet). */
export function useHoldDays(): { days: number | "never" | undefined; isPending: boolean } {
  const { data, isPending } = useQuery(retentionQuery());
  const rules = data?.buckets.find(({ side }) => side === "primary")?.rules;
  return { days: rules?.known ? (rules.value.holdDays ?? "never") : undefined, isPending };
}
