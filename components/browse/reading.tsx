"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import type { Browsed } from "@/lib/domain/browse";
import { ApiError } from "../http";
import { QueryView, Waiting } from "../parts/query-view";
import { openQuery } from "./queries";

interface Reading<T> {
  of: Browsed;
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  what: string;
  children: (data: T) => ReactNode;
}

/**
 * As QueryView. A repository that was not looked into for long is not on the console's disk any more, or on that of another of its
 * tasks: then the page waits again as it did at first.
 */
export function Reading<T>({ of, query, what, children }: Reading<T>) {
  const client = useQueryClient();
  const gone = query.error instanceof ApiError && query.error.code === "browse-preparing" && query.data === undefined;
  useEffect(() => {
    if (gone) void client.invalidateQueries(openQuery(of));
  }, [gone, client, of]);
  if (gone) return <Waiting what={what} />;
  return (
    <QueryView query={query} what={what}>
      {children}
    </QueryView>
  );
}
