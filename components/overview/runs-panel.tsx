"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { isActive, runResult } from "@/lib/domain/followed-run";
import type { Overview } from "@/lib/domain/overview";
import { knownValue } from "@/lib/domain/part";
import { STANDBY_SENTENCE } from "@/lib/domain/standby";
import { RunMark } from "../parts/mark";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useShellFacts } from "../shell/session-context";
import styles from "./overview.module.css";

/** What runs now, what ran last, what comes next. */
export function RunsPanel({ overview }: { overview: Overview }) {
  const { runs } = overview;
  const backups = knownValue(runs)?.filter((run) => run.record.kind === "backup") ?? [];
  const active = knownValue(runs)?.find(isActive);
  const last = backups.find((run) => !isActive(run));
  return (
    <Container fitHeight header={<Header variant="h2">Backup runs</Header>}>
      <div className={styles.rows}>
        {!runs.known && <ProblemNote problem={runs.problem} />}
        {active && (
          <div className={styles.row}>
            <RouteLink href={`/runs/${active.record.id}`}>Going on now</RouteLink>
            <RunMark state={active.record.state} />
          </div>
        )}
        {last && (
          <div>
            <div className={styles.row}>
              <RouteLink href={`/runs/${last.record.id}`}>Last run</RouteLink>
              <RunMark state={last.record.state} />
            </div>
            <div className={styles.quiet}>
              <Ago at={last.record.finished_at ?? last.record.updated_at} />
              {runResult(last) && ` · ${runResult(last)}`}
            </div>
          </div>
        )}
        {runs.known && !last && !active && <div className={styles.quiet}>No backup has run yet.</div>}
        <Next schedule={overview.schedule} />
      </div>
    </Container>
  );
}

function Next({ schedule }: { schedule: Overview["schedule"] }) {
  const { standby } = useShellFacts();
  if (standby) return <div className={styles.quiet}>{STANDBY_SENTENCE}</div>;
  if (!schedule.known) return <ProblemNote problem={schedule.problem} />;
  const next = schedule.value;
  if (!next)
    return <div className={styles.quiet}>There is no schedule: backups run only when somebody starts them.</div>;
  return (
    <div>
      <div className={styles.row}>
        <span>Next run</span>
        <span>{next.enabled ? next.at ? <Ago at={next.at} /> : "by the schedule" : "switched off"}</span>
      </div>
      <div className={styles.quiet}>Scheduled {next.rhythm}</div>
    </div>
  );
}
