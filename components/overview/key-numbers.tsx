"use client";
import Container from "@cloudscape-design/components/container";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatNumber } from "@/lib/domain/format";
import type { Outcome } from "@/lib/domain/outcome";
import type { SnapshotSummary } from "@/lib/domain/snapshot";
import { Bytes, OutOf } from "../parts/numbers";
import styles from "./overview.module.css";

/** The newest snapshot in five numbers; each that is not zero leads to its rows. */
export function KeyNumbers({ summary }: { summary: SnapshotSummary }) {
  const page = `/snapshots/${summary.id}`;
  const rows = (outcome: Outcome) => `${page}?filter=${encodeURIComponent(`outcome=${outcome}`)}`;
  const count = (value: number, outcome: Outcome) => (
    <Figure href={value > 0 ? rows(outcome) : undefined}>{formatNumber(value)}</Figure>
  );
  return (
    <Container>
      <dl className={styles.figures} data-testid="key-numbers">
        <Pair label="Protected repositories">
          <Figure href={page}>
            <OutOf count={summary.safeRepositories} total={summary.totalRepositories} />
          </Figure>
        </Pair>
        <Pair label="Failing">{count(summary.failed, "failed")}</Pair>
        <Pair label="Unavailable on GitHub">{count(summary.unavailable, "unavailable")}</Pair>
        <Pair label="Empty">{count(summary.empty, "empty")}</Pair>
        <Pair label="Stored">
          <Figure>
            <Bytes value={summary.chainBytes} />
          </Figure>
        </Pair>
      </dl>
    </Container>
  );
}

function Pair({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Figure({ href, children }: { href?: string; children: ReactNode }) {
  if (!href) return <span className={styles.figure}>{children}</span>;
  return (
    <Link className={styles.figure} href={href} prefetch={false}>
      {children}
    </Link>
  );
}
