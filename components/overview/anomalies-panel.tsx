"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { formatNumber } from "@/lib/domain/format";
import { type OpenAnomaly, openAnomalies } from "@/lib/domain/open-anomalies";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { AnomalyMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useNow } from "../shell/clock";
import styles from "./overview.module.css";

const SHOWN = 8;

/** What happened to repositories of late that ordinary work does not do; nothing is drawn on a quiet week. */
export function AnomaliesPanel({ rows }: { rows: readonly SnapshotRow[] }) {
  const { named, count } = openAnomalies(rows, useNow());
  if (named.length === 0) return null;
  const rest = count - SHOWN;
  return (
    <Container
      data-testid="anomalies"
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(count)})`}
          description="Seen by backups of the last 7 days. What was there before is kept, and can be restored."
        >
          Out of the ordinary
        </Header>
      }
    >
      <ul className={styles.anomalies}>
        {named.slice(0, SHOWN).map((each) => (
          <li key={`${each.snapshot} ${each.repo} ${each.kind} ${each.message}`}>
            <Row anomaly={each} />
          </li>
        ))}
      </ul>
      {rest > 0 && <div className={styles.quiet}>and {formatNumber(rest)} more; each snapshot names its own.</div>}
    </Container>
  );
}

function Row({ anomaly }: { anomaly: OpenAnomaly }) {
  return (
    <div className={styles.anomaly}>
      <AnomalyMark kind={anomaly.kind} />
      <div>
        <RouteLink href={anomaly.href}>{anomaly.repo ?? "The whole fleet"}</RouteLink>
        <div>{capital(anomaly.message)}.</div>
      </div>
      <span className={styles.quiet}>
        <Ago at={anomaly.at} />
      </span>
    </div>
  );
}
