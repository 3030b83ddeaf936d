"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { byKind } from "@/lib/domain/anomaly-kind";
import { formatNumber } from "@/lib/domain/format";
import type { AnomalyNote, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { AnomalyMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { setUrlParams } from "../parts/use-url-param";
import styles from "./snapshots.module.css";

const SHOWN = 20;

/** What this backup was the first to see out of the ordinary. */
export function AnomalousEntries({ snapshot }: { snapshot: SnapshotDetail }) {
  const ofEntries = snapshot.entries.flatMap(({ repository, anomalies }) =>
    anomalies.map((each): Seen => ({ ...each, repository })),
  );
  const all = [...snapshot.anomalies, ...ofEntries].sort(byKind);
  if (all.length === 0) return null;
  const rest = all.length - SHOWN;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(all.length)})`}
          description="Changes since the snapshot before that ordinary work does not make; they are backed up as they are"
        >
          Out of the ordinary
        </Header>
      }
    >
      <SpaceBetween size="m">
        {all.slice(0, SHOWN).map((each: Seen) => (
          <Row key={`${each.repository} ${each.kind} ${each.message}`} seen={each} />
        ))}
        {rest > 0 && <Box color="text-body-secondary">and {rest} more; filter the table below by anomaly.</Box>}
      </SpaceBetween>
    </Container>
  );
}

type Seen = AnomalyNote & { repository?: string };

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
