"use client";
import Container from "@cloudscape-design/components/container";
import Link from "next/link";
import type { ReactNode } from "react";
import type { CoverageState } from "@/lib/domain/coverage";
import { repositoriesIn } from "@/lib/domain/coverage-findings";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { formatNumber } from "@/lib/domain/format";
import type { SnapshotSummary } from "@/lib/domain/snapshot";
import { Bytes, OutOf } from "../parts/numbers";
import styles from "./overview.module.css";

/** The coverage in numbers; each that is not zero leads to its repositories. */
export function KeyNumbers({ summary, coverage }: { summary: SnapshotSummary; coverage: CoverageNow }) {
  const { counts } = coverage.summary;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0) + coverage.hiddenPrivate;
  const count = (states: CoverageState[], more = 0) => {
    const value = states.reduce((sum, state) => sum + counts[state], more);
    return <Figure href={value > 0 ? repositoriesIn(...states) : undefined}>{formatNumber(value)}</Figure>;
  };
  return (
    <Container>
      <dl className={styles.figures} data-testid="key-numbers">
        <Pair label="Protected">
          <Figure href="/repositories">
            <OutOf count={counts.protected + counts.archived} total={total} />
          </Figure>
        </Pair>
        <Pair label="Failing">{count(["failing", "never"])}</Pair>
        <Pair label="Overdue">{count(["overdue"])}</Pair>
        <Pair label="Unavailable or vanished">{count(["unavailable", "vanished"])}</Pair>
        <Pair label="Not visible to the App">{count(["not-visible"], coverage.hiddenPrivate)}</Pair>
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
