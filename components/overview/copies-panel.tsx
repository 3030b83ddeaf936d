"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { formatDuration, plural } from "@/lib/domain/format";
import type { Part } from "@/lib/domain/part";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { SideMark } from "../parts/mark";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useShellFacts } from "../shell/session-context";
import styles from "./overview.module.css";

/** Where the newest snapshot is, what the replica lacks, and when anything was last proven. */
export function CopiesPanel({ snapshots, coverage }: { snapshots: Part<SnapshotRow[]>; coverage?: CoverageNow }) {
  const newest = snapshots.known ? snapshots.value.find((row) => row.summary) : undefined;
  return (
    <Container fitHeight header={<Header variant="h2">Newest snapshot</Header>}>
      <div className={styles.rows}>
        {!snapshots.known && <ProblemNote problem={snapshots.problem} />}
        {newest && <RouteLink href={`/snapshots/${newest.id}`}>{newest.id}</RouteLink>}
        {newest && <Copy row={newest} side="primary" label="Primary" />}
        {newest && <Copy row={newest} side="replica" label="Replica" />}
        {newest && coverage && <ReplicaLag coverage={coverage} />}
        {newest && coverage && <LastProof coverage={coverage} />}
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

function ReplicaLag({ coverage: { watch } }: { coverage: CoverageNow }) {
  const looked = watch.known ? watch.value : undefined;
  if (!looked || looked.replica.state === "unconfigured") return null;
  const { state, stuck = 0, pending = 0, lag_minutes: lag = 0 } = looked.replica;
  const behind = `${plural(stuck + pending, "object")}, ${formatDuration(lag * 60_000)}`;
  return (
    <div>
      <div className={styles.row}>
        <RouteLink href="/snapshots">Behind in the replica</RouteLink>
        <span>{state === "unknown" ? "not known" : stuck + pending === 0 ? "nothing" : behind}</span>
      </div>
      <div className={styles.quiet}>
        Looked <Ago at={looked.at} />
      </div>
    </div>
  );
}

function LastProof({ coverage: { lastProof, summary } }: { coverage: CoverageNow }) {
  return (
    <div>
      <div className={styles.row}>
        <RouteLink href="/repositories">Last proof</RouteLink>
        <span>{lastProof ? <Ago at={lastProof} /> : "none yet"}</span>
      </div>
      {summary.unproven > 0 && (
        <div className={styles.quiet}>{plural(summary.unproven, "repository", "repositories")} never proven</div>
      )}
    </div>
  );
}
