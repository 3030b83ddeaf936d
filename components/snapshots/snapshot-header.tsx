"use client";
import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { memo } from "react";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { AgeNote } from "../parts/age-note";
import { RoleButton } from "../parts/role-button";
import { POLL_MS } from "../polling";
import { StartVerifyButton } from "../runs/start-verify-button";
import { useShellFacts } from "../shell/session-context";
import { useFollow } from "../shell/use-follow";

/** With the one before, by which the manifest says it followed. */
function CompareButton({ query: { data } }: Pick<SnapshotHeaderProps, "query">) {
  const follow = useFollow();
  if (!data?.previous) return null;
  const href = `/snapshots/compare?from=${data.previous}&to=${data.summary.id}`;
  return (
    <Button href={href} onFollow={follow}>
      What changed
    </Button>
  );
}

interface SnapshotHeaderProps {
  id: SnapshotId;
  query: { data: SnapshotDetail | undefined; dataUpdatedAt: number };
  side: Side;
  onSide: (side: Side) => void;
}

export const SnapshotHeader = memo(function SnapshotHeader({ id, query, side, onSide }: SnapshotHeaderProps) {
  const { replica } = useShellFacts();
  return (
    <Header
      variant="h1"
      info={
        query.data?.side === "replica" ? <Badge color="severity-medium">Replica, {query.data.region}</Badge> : undefined
      }
      description={<AgeNote query={query} intervalMs={POLL_MS.snapshot} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          {replica && (
            <SegmentedControl
              label="Bucket to read"
              selectedId={side}
              onChange={({ detail }) => onSide(detail.selectedId === "replica" ? "replica" : "primary")}
              options={[
                { id: "primary", text: "Primary" },
                { id: "replica", text: "Replica" },
              ]}
            />
          )}
          {/* What is not there, or cannot be read, is neither proven nor restored. */}
          {query.data && <StartVerifyButton request={{ scope: "snapshot", snapshot: id }} />}
          <CompareButton query={query} />
          {query.data && (
            <RoleButton action="restore a repository" href={`/restore?snapshot=${id}&source=${side}`}>
              Restore from it
            </RoleButton>
          )}
        </SpaceBetween>
      }
    >
      Snapshot {id}
    </Header>
  );
});
