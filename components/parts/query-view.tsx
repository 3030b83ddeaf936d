"use client";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import type { ReactNode } from "react";
import { ProblemView } from "./problem";

interface QueryLike<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** The three faces of whatever is fetched: waiting, failed, there. What is there stays while later polls fail. */
export function QueryView<T>({
  query,
  what,
  children,
}: {
  query: QueryLike<T>;
  /** What is waited for, e.g. `the snapshots`. */
  what: string;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return <Waiting what={what} />;
}

export function Waiting({ what }: { what: string }) {
  return (
    <Box padding="l" textAlign="center" color="text-body-secondary">
      <span role="status">
        <Spinner /> Reading {what}
      </span>
    </Box>
  );
}
