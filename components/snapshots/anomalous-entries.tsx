"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatNumber } from "@/lib/domain/format";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { AnomalyMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { setUrlParams } from "../parts/use-url-param";
import styles from "./snapshots.module.css";

/** What this backup was the first to see out of the ordinary. */
export function AnomalousEntries({ snapshot }: { snapshot: SnapshotDetail }) {
  const { count, first } = snapshot.unusual;
  if (count === 0) return null;
  const rest = count - first.length;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(count)})`}
          description="Changes since the snapshot before that ordinary work does not make; they are backed up as they are"
        >
          Out of the ordinary
        </Header>
      }
    >
      <SpaceBetween size="m">
        {first.map((each) => (
          <Row key={`${each.repository} ${each.kind} ${each.message}`} seen={each} />
        ))}
        {rest > 0 && (
          <Box color="text-body-secondary">and {formatNumber(rest)} more; filter the table below by anomaly.</Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

type Seen = SnapshotDetail["unusual"]["first"][number];

function Row({ seen: { kind, message, repository } }: { seen: Seen }) {
  return (
    <div className={styles.anomalous}>
      <AnomalyMark kind={kind} />
      <div>
        {repository === undefined ? (
          <b>The whole fleet</b>
        ) : (
          <Link
            href={`?${new URLSearchParams({ entry: repository })}`}
            onFollow={(event) => {
              event.preventDefault();
              setUrlParams({ entry: repository }, "push");
            }}
          >
            {repository}
          </Link>
        )}
        <div>{capital(message)}.</div>
      </div>
    </div>
  );
}
