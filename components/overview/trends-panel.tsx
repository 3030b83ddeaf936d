"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { FollowedRun } from "@/lib/domain/followed-run";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { trendsOf } from "@/lib/domain/trends";
import { Sparkline } from "../parts/sparkline";
import { RunStrip } from "../runs/run-strip";
import styles from "./overview.module.css";

/** The last runs, and how what they wrote, how long they took and how much had changed went of late. */
export function TrendsPanel({ rows, runs }: { rows: readonly SnapshotRow[]; runs: readonly FollowedRun[] }) {
  const trends = trendsOf(rows);
  return (
    <Container
      header={
        <Header variant="h2" description="Every kind of run; the numbers are those of the snapshots">
          Last runs
        </Header>
      }
    >
      <div className={styles.trends}>
        <RunStrip runs={runs} />
        <dl className={styles.trendList}>
          {trends.map(({ title, values, newest, range, exact }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <span className={styles.trend}>
                  <b title={exact?.newest}>{newest}</b> <Sparkline values={values} />
                </span>
                <span className={styles.quiet} title={exact?.range}>
                  {range}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Container>
  );
}
