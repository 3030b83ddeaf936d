"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { Part } from "@/lib/domain/part";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { SideMark } from "../parts/mark";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { useShellFacts } from "../shell/session-context";
import styles from "./overview.module.css";

/** Where the newest snapshot is: both buckets, or only one. */
export function CopiesPanel({ snapshots }: { snapshots: Part<SnapshotRow[]> }) {
  const newest = snapshots.known ? snapshots.value.find((row) => row.summary) : undefined;
  return (
    <Container fitHeight header={<Header variant="h2">Newest snapshot</Header>}>
      <div className={styles.rows}>
        {!snapshots.known && <ProblemNote problem={snapshots.problem} />}
        {newest && <RouteLink href={`/snapshots/${newest.id}`}>{newest.id}</RouteLink>}
        {newest && <Copy row={newest} side="primary" label="Primary" />}
        {newest && <Copy row={newest} side="replica" label="Replica" />}
        {snapshots.known && !newest && <div className={styles.quiet}>There is no snapshot yet.</div>}
      </div>
    </Container>
  );
}

function Copy({ row, side, label }: { row: SnapshotRow; side: Side; label: string }) {
  const place = useShellFacts()[side];
  return (
    <div>
      <div className={styles.row}>
        <span>{label}</span>
        <SideMark state={row.sides[side]} />
      </div>
      {place && <div className={styles.quiet}>{place.region}</div>}
    </div>
  );
}
