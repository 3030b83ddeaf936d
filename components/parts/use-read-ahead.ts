"use client";
import { type FetchQueryOptions, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { AskedRows } from "./asked-rows";

/**
 * Reads rows that are probably asked for next, so that they are there by then: for a PagedTable, of what its `query` is made by.
 * The same function as long as `queryFor` is.
 */
export function useReadAhead<Rows, Failure, Data, Key extends QueryKey>(
  queryFor: (asked: AskedRows) => FetchQueryOptions<Rows, Failure, Data, Key>,
): (asked: AskedRows) => void {
  const queries = useQueryClient();
  return useCallback((asked) => void queries.prefetchQuery(queryFor(asked)), [queries, queryFor]);
}
