import { queryOptions } from "@tanstack/react-query";
import type { ComparedRefs } from "@/lib/domain/compare/compare-refs";
import type { Comparison } from "@/lib/domain/compare/comparison";
import { getJson } from "../http";
import type { AskedRows } from "../parts/asked-rows";

/** Manifests never change: what was compared once stays so. */
export const comparisonQuery = (from: string, to: string, asked: AskedRows = {}) =>
  queryOptions({
    queryKey: ["comparison", from, to, asked],
    queryFn: ({ signal }) => getJson<Comparison>("/api/snapshots/compare", { from, to, ...asked }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const comparedRefsQuery = (from: string, to: string, repository: string, id: number | undefined) =>
  queryOptions({
    queryKey: ["compared-refs", from, to, repository, id],
    queryFn: ({ signal }) => getJson<ComparedRefs>("/api/snapshots/compare/refs", { from, to, repository, id }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
