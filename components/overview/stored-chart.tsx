"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { BytesOverTime } from "../parts/bytes-over-time";

/** What the bundles behind each snapshot weigh together, over time. */
export function StoredChart({ rows }: { rows: SnapshotRow[] }) {
  const summaries = rows.flatMap((row) => row.summary ?? []).reverse();
  const bytes = summaries.map((each) => ({ at: new Date(each.finishedAt), bytes: each.chainBytes }));
  return (
    <Container
      header={
        <Header variant="h2" description="Unchanged repositories are stored once, however many snapshots point to them">
          Stored bytes
        </Header>
      }
    >
      <BytesOverTime points={bytes} title="Bundles behind the snapshot" label="Stored bytes over time" />
    </Container>
  );
}
