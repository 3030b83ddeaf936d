"use client";
import Container from "@cloudscape-design/components/container";
import type { ReactNode } from "react";
import type { CoverageState } from "@/lib/domain/coverage";
import { repositoriesIn } from "@/lib/domain/coverage-findings";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { formatNumber } from "@/lib/domain/format";
import type { Overview } from "@/lib/domain/overview";
import type { SnapshotSummary } from "@/lib/domain/snapshot";
import { OutOf } from "../parts/numbers";
import { Figure, Pair } from "./figure";
import { MonthFigure, NeededFigure, NewestFigure, OldestProofFigure } from "./key-figures";
import styles from "./overview.module.css";

interface KeyNumbersProps {
  summary: SnapshotSummary;
  coverage: CoverageNow;
  overview: Overview;
}

/** The coverage in numbers, each leads to its repositories; below it ages against their targets, and what is stored. */
export function KeyNumbers({ summary, coverage, overview }: KeyNumbersProps) {
  return (
    <Container>
      <div data-testid="key-numbers">
        <Coverage coverage={coverage} />
        <dl className={styles.figures}>
          <NewestFigure summary={summary} coverage={coverage} targetHours={overview.targetHours} />
          <OldestProofFigure coverage={coverage} proofs={overview.proofs} />
          <NeededFigure summary={summary} />
          <MonthFigure cost={overview.cost} />
        </dl>
      </div>
    </Container>
  );
}

/** Each state by itself: what is to be done about one is nothing that helps another. */
const COUNTED: [string, CoverageState][] = [
  ["Overdue", "overdue"],
  ["Failing", "failing"],
  ["Never backed up", "never"],
  ["Vanished", "vanished"],
  ["Unavailable", "unavailable"],
  ["Not visible", "not-visible"],
];

function Coverage({ coverage: { summary, hiddenPrivate } }: { coverage: CoverageNow }) {
  const { counts } = summary;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0) + hiddenPrivate;
  const of = (state: CoverageState) => counts[state] + (state === "not-visible" ? hiddenPrivate : 0);
  return (
    <dl className={styles.figures}>
      <Pair label="Protected">
        <Figure href={repositoriesIn("protected", "archived")}>
          <OutOf count={counts.protected + counts.archived} total={total} />
        </Figure>
      </Pair>
      {COUNTED.map(([label, state]) => (
        <Pair key={state} label={label}>
          <Count value={of(state)} href={repositoriesIn(state)} />
        </Pair>
      ))}
    </dl>
  );
}

/** Nothing to see is said quietly. */
const Count = ({ value, href }: { value: number; href: string }): ReactNode =>
  value === 0 ? <Figure quiet>0</Figure> : <Figure href={href}>{formatNumber(value)}</Figure>;
