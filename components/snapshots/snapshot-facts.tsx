"use client";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { startedByLine } from "@/lib/domain/started-by";
import { RowMark, SideMark } from "../parts/mark";
import { Bytes, OutOf } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import { Ago, Exact, Took } from "../parts/times";
import { KeptUntilFact } from "../retention/kept-until-fact";

export function SnapshotFacts({ snapshot }: { snapshot: SnapshotDetail }) {
  const { summary, sides } = snapshot;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={170}
        items={[
          { label: "State", value: <RowMark row={{ id: summary.id, sides, summary }} /> },
          {
            label: "Repositories safe",
            value: <OutOf count={summary.safeRepositories} total={summary.totalRepositories} />,
          },
          {
            label: "Finished",
            value: (
              <>
                <Exact at={summary.finishedAt} />
                <Second>
                  <Ago at={summary.finishedAt} />
                </Second>
              </>
            ),
          },
          { label: "Duration", value: <Took ms={summary.durationMs} /> },
          { label: "Primary bucket", value: <SideMark state={sides.primary} /> },
          { label: "Replica bucket", value: <SideMark state={sides.replica} /> },
          { label: "Kept until", value: <KeptUntilFact snapshot={snapshot} /> },
          { label: "Added by this snapshot", value: <Bytes value={summary.storedBytes} /> },
          { label: "Needed to restore all of it", value: <Bytes value={summary.chainBytes} /> },
          { label: "Started by", value: startedByLine(summary) },
          {
            label: "Run",
            value: summary.runId ? (
              <RouteLink href={`/runs/${summary.runId}`}>{summary.runId}</RouteLink>
            ) : (
              "not recorded"
            ),
          },
          {
            label: "Written by",
            value: snapshot.worker ? `Holdfast ${snapshot.worker}` : "another tool (manifest format 1)",
          },
          { label: "Source", value: snapshot.server ?? "not recorded" },
          {
            label: "Previous snapshot",
            value: snapshot.previous ? (
              <RouteLink href={`/snapshots/${snapshot.previous}`}>{snapshot.previous}</RouteLink>
            ) : (
              "none"
            ),
          },
        ]}
      />
    </Container>
  );
}
