"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { AlarmId } from "@/lib/domain/alarm";
import type { AlarmReport } from "@/lib/domain/alarm-report";
import { lateProofs } from "@/lib/domain/coverage-findings";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { formatDuration, plural } from "@/lib/domain/format";
import { knownValue, type Part } from "@/lib/domain/part";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { SideMark } from "../parts/mark";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useShellFacts } from "../shell/session-context";
import styles from "./overview.module.css";

interface CopiesPanelProps {
  snapshots: Part<SnapshotRow[]>;
  coverage?: CoverageNow;
  alarms: Part<AlarmReport[]>;
}

/** Where the newest snapshot is, what the replica lacks, and when anything was last proven. */
export function CopiesPanel({ snapshots, coverage, alarms }: CopiesPanelProps) {
  const newest = snapshots.known ? snapshots.value.find((row) => row.summary) : undefined;
  return (
    <Container fitHeight header={<Header variant="h2">Newest snapshot</Header>}>
      <div className={styles.rows}>
        {!snapshots.known && <ProblemNote problem={snapshots.problem} />}
        {newest && <RouteLink href={`/snapshots/${newest.id}`}>{newest.id}</RouteLink>}
        {newest && <Copy row={newest} side="primary" label="Primary" />}
        {newest && <Copy row={newest} side="replica" label="Replica" />}
        {newest && coverage && <ReplicaLag coverage={coverage} alarm={lagAlarm(alarms)} />}
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

const LAG: AlarmId = "replica-lag";

/** Its page has the same figure, day by day; a standby has no alarms. */
const lagAlarm = (alarms: Part<AlarmReport[]>): AlarmReport | undefined =>
  knownValue(alarms)?.find(({ name, runbook }) => runbook && name.endsWith(`-${LAG}`));

function ReplicaLag({ coverage: { watch }, alarm }: { coverage: CoverageNow; alarm?: AlarmReport }) {
  const looked = watch.known ? watch.value : undefined;
  if (!looked || looked.replica.state === "unconfigured") return null;
  const { state, stuck = 0, pending = 0, lag_minutes: lag = 0 } = looked.replica;
  const behind = `${plural(stuck + pending, "object")}, ${formatDuration(lag * 60_000)}`;
  return (
    <div>
      <div className={styles.row}>
        {alarm ? (
          <RouteLink href={`/alarms/${encodeURIComponent(alarm.name)}`}>Behind in the replica</RouteLink>
        ) : (
          <span>Behind in the replica</span>
        )}
        <span>{state === "unknown" ? "not known" : stuck + pending === 0 ? "nothing" : behind}</span>
      </div>
      <div className={styles.quiet}>
        Looked <Ago at={looked.at} />
      </div>
    </div>
  );
}

function LastProof({ coverage }: { coverage: CoverageNow }) {
  const { lastProof } = coverage;
  const late = lateProofs(coverage);
  return (
    <div>
      <div className={styles.row}>
        <RouteLink href="/repositories?sort=-proven">Last proof</RouteLink>
        <span>{lastProof ? <Ago at={lastProof} /> : "none yet"}</span>
      </div>
      {late.length > 0 && <div className={styles.quiet}>{late.join("; ")}</div>}
    </div>
  );
}
