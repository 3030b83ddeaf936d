"use client";
import { lateProofs } from "@/lib/domain/coverage-findings";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { formatBytes, formatDuration, plural } from "@/lib/domain/format";
import { freshness } from "@/lib/domain/freshness";
import type { Overview } from "@/lib/domain/overview";
import { knownValue } from "@/lib/domain/part";
import { formatDollars } from "@/lib/domain/retention/words";
import { SIDES, type SnapshotSummary } from "@/lib/domain/snapshot";
import { Bytes } from "../parts/numbers";
import { Ago } from "../parts/times";
import { useNow } from "../shell/clock";
import { Figure, Pair } from "./figure";

const HOUR_MS = 3_600_000;
/** The repositories of one backup are not all as old as its end. */
const MUCH_OLDER_HOURS = 24;

interface NewestProps {
  summary: SnapshotSummary;
  coverage: CoverageNow;
  targetHours: number;
}

/** How old the newest backup is, against the target; and that of the worst repository where it is much older. */
export function NewestFigure({ summary, coverage, targetHours }: NewestProps) {
  const now = useNow();
  const age = (now.getTime() - Date.parse(summary.finishedAt)) / HOUR_MS;
  const late = freshness(summary.finishedAt, targetHours, now) === "overdue";
  const { hoursSinceBackup: worst = 0 } = coverage.summary;
  return (
    <Pair
      label="Newest backup"
      note={
        <>
          {late ? `Overdue: the target is ${targetHours} h` : `Target: ${targetHours} h`}
          {worst > age + MUCH_OLDER_HOURS && `; of one repository ${formatDuration(worst * HOUR_MS)}`}
        </>
      }
    >
      <Figure href={`/snapshots/${summary.id}`}>
        <Ago at={summary.finishedAt} />
      </Figure>
    </Pair>
  );
}

/** The proof that is longest ago; what was never proven has none, and is counted. */
export function OldestProofFigure({ coverage, proofs }: { coverage: CoverageNow; proofs: Overview["proofs"] }) {
  const { oldestAt } = knownValue(proofs) ?? {};
  const notes = [`Target: ${plural(coverage.targets.proofIntervalDays, "day")}`, ...lateProofs(coverage)];
  return (
    <Pair label="Oldest proof" note={notes.join("; ")}>
      {proofs.known && oldestAt ? (
        <Figure href="/repositories?sort=proven">
          <Ago at={oldestAt} />
        </Figure>
      ) : (
        <Figure quiet href={proofs.known ? "/repositories?sort=proven" : undefined}>
          {proofs.known ? "none yet" : "not known"}
        </Figure>
      )}
    </Pair>
  );
}

export const NeededFigure = ({ summary }: { summary: SnapshotSummary }) => (
  <Pair label="Newest snapshot needs" note="Its bundles, in each bucket; older ones are kept besides">
    <Figure>
      <Bytes value={summary.chainBytes} />
    </Figure>
  </Pair>
);

/** As the page "Retention and cost" reckons it, for the settings as they are. */
export function MonthFigure({ cost: part }: { cost: Overview["cost"] }) {
  const cost = knownValue(part);
  if (!cost) {
    return (
      <Pair label="A month costs" note={part.known ? "Being reckoned" : `${part.problem.message}.`}>
        <Figure quiet>not known</Figure>
      </Pair>
    );
  }
  const kept = SIDES.flatMap((side) => cost.stored[side] ?? []);
  const held = `${formatBytes(kept.reduce((sum, bytes) => sum + bytes, 0))} kept in ${plural(kept.length, "region")}`;
  return (
    <Pair
      label="A month costs"
      note={`About, for ${held} in the long run; prices of ${cost.pricesOf}${cost.assumed ? ", some settings assumed" : ""}`}
    >
      <Figure href="/retention?tab=simulator">{formatDollars(cost.dollars)}</Figure>
    </Pair>
  );
}
