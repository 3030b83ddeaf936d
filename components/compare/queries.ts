import { queryOptions } from "@tanstack/react-query";
import type { Comparison } from "@/lib/domain/compare/compare-entries";
import type { ComparedRefs } from "@/lib/domain/compare/compare-refs";
import { getJson } from "../http";

/** Manifests never change: what was compared once stays so. */
export const comparisonQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ["comparison", from, to],
    queryFn: ({ signal }) => getJson<Comparison>("/api/snapshots/compare", { from, to }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const comparedRefsQuery = (from: string, to: string, repository: string, id: number | undefined) =>
  queryOptions({
    queryKey: ["compared-refs", from, to, repository, id],
    queryFn: ({ signal }) => getJson<ComparedRefs>("/api/snapshots/compare/refs", { from, to, repository, id }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
