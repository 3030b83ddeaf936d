"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { BytesOverTime } from "../parts/bytes-over-time";

/** What the bundles behind each snapshot weigh together, over time: not what lies in the buckets. */
export function StoredChart({ rows }: { rows: SnapshotRow[] }) {
  const summaries = rows.flatMap((row) => row.summary ?? []).reverse();
  const bytes = summaries.map((each) => ({ at: new Date(each.finishedAt), bytes: each.chainBytes }));
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The bundles behind it, in each bucket. Unchanged repositories are stored once, however many snapshots point to them"
        >
          What a snapshot needs
        </Header>
      }
    >
      <BytesOverTime points={bytes} title="Bundles behind the snapshot" label="What a snapshot needs, over time" />
    </Container>
  );
}
