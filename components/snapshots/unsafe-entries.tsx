"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatNumber } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import type { EntryRow, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { OutcomeMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import styles from "./snapshots.module.css";

/** What this snapshot does not hold comes before what it holds. */
export function UnsafeEntries({ snapshot }: { snapshot: SnapshotDetail }) {
  const { count, first } = snapshot.unsafe;
  if (count === 0) return null;
  const rest = count - first.length;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(count)})`}
          description="What was kept of them earlier is still there"
        >
          Not safe in this snapshot
        </Header>
      }
    >
      <SpaceBetween size="m">
        {first.map((entry) => (
          <UnsafeEntry key={entry.repository} entry={entry} />
        ))}
        {rest > 0 && (
          <Box color="text-body-secondary">and {formatNumber(rest)} more; filter the table below by outcome.</Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

function UnsafeEntry({ entry }: { entry: EntryRow }) {
  const last = entry.lastGoodSnapshot;
  return (
    <div className={styles.unsafe}>
      <div className={styles.unsafeMark}>
        <OutcomeMark outcome={entry.outcome} />
      </div>
      <div>
        <b>{entry.repository}</b>
        <div>{entry.reason ? `${capital(entry.reason.message)}.` : OUTCOME_VIEW[entry.outcome].explanation}</div>
        <Box color="text-body-secondary">
          {entry.reason?.hint}{" "}
          {last ? (
            <>
              Last good snapshot:{" "}
              <RouteLink href={`/snapshots/${last}?entry=${encodeURIComponent(entry.repository)}`}>{last}</RouteLink>
            </>
          ) : (
            "No snapshot holds it yet."
          )}
        </Box>
      </div>
    </div>
  );
}
