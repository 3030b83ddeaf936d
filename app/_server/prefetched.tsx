import "server-only";
import { randomBytes } from "node:crypto";
import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { withReferences } from "./with-references";

interface Prefetch {
  /** A factory of the feature's queries.ts; only its key is used here. */
  query: { queryKey: QueryKey };
  /** The operation that the query's route handler calls. */
  read: () => Promise<unknown>;
}

/**
 * Reads on the server what the page's component will ask for, so that its first HTML is complete. What cannot be read is
 * left out: the component then asks itself and shows the error with its hint.
 */
export async function Prefetched({ queries, children }: { queries: Prefetch[]; children: ReactNode }) {
  const client = new QueryClient();
  await Promise.all(
    queries.map(({ query, read }) =>
      client.prefetchQuery({ queryKey: query.queryKey, queryFn: async () => plain(await read(), query), retry: false }),
    ),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** The first page of an infinite query, as React Query keeps it. */
export async function firstPage<T>(page: Promise<T>): Promise<{ pages: T[]; pageParams: string[] }> {
  return { pages: [await page], pageParams: [""] };
}

/** As the route handler would have sent it: without members that are undefined. */
const plain = (value: unknown, { queryKey }: Prefetch["query"]): unknown =>
  JSON.parse(JSON.stringify(withReferences(value ?? null, `page: ${queryKey[0]}`, randomBytes(4).toString("hex"))));
