"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { AlarmReport } from "@/lib/domain/alarm-report";
import type { Part } from "@/lib/domain/part";
import { STANDBY_ALARMS } from "@/lib/domain/standby";
import { AlarmMark } from "../parts/mark";
import { ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { useShellFacts } from "../shell/session-context";
import styles from "./overview.module.css";

const SHOWN = 5;

export function AlarmsPanel({ alarms }: { alarms: Part<AlarmReport[]> }) {
  const { standby } = useShellFacts();
  return (
    <Container fitHeight header={<Header variant="h2">Alarms</Header>}>
      <div className={styles.rows}>
        {!alarms.known && <ProblemNote problem={alarms.problem} />}
        {standby && <div className={styles.quiet}>{STANDBY_ALARMS}</div>}
        {alarms.known &&
          alarms.value.slice(0, SHOWN).map((alarm) => (
            <div className={styles.row} key={alarm.name}>
              <RouteLink href={`/alarms/${encodeURIComponent(alarm.name)}`}>{alarm.title}</RouteLink>
              <AlarmMark state={alarm.state} />
            </div>
          ))}
        {alarms.known && alarms.value.length > SHOWN && (
          <RouteLink href="/alarms">All {alarms.value.length} alarms</RouteLink>
        )}
      </div>
    </Container>
  );
}
