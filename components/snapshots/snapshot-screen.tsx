"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import { QueryView } from "../parts/query-view";
import { useUrlParam } from "../parts/use-url-param";
import { snapshotQuery } from "./queries";
import { SnapshotContent } from "./snapshot-content";
import { SnapshotHeader } from "./snapshot-header";

/** One snapshot, as the bucket chosen in the address has it. */
export function SnapshotScreen({ id }: { id: SnapshotId }) {
  const [chosen, choose] = useUrlParam("side");
  const side = chosen === "replica" ? "replica" : "primary";
  const query = useQuery(snapshotQuery(id, side));
  const onSide = useCallback((next: Side) => choose(next === "replica" ? "replica" : undefined, "push"), [choose]);
  return (
    <ContentLayout header={<SnapshotHeader id={id} query={query} side={side} onSide={onSide} />}>
      <QueryView query={query} what={`snapshot ${id}`}>
        {(snapshot) => <SnapshotContent key={snapshot.side} snapshot={snapshot} wanted={side} />}
      </QueryView>
    </ContentLayout>
  );
}
