"use client";
import { useEffect, useRef } from "react";
import { formatClock, formatExact } from "@/lib/domain/exact-time";
import type { LogEntry } from "@/lib/domain/log-line";
import { ScrollRegion } from "../parts/scroll-region";
import { usePreferences } from "../shell/preferences-context";
import styles from "./runs.module.css";
import { lineId } from "./use-line-anchor";

export interface NumberedEntry extends LogEntry {
  /** Of the whole log, from 1. */
  number: number;
}

interface LogLinesProps {
  entries: NumberedEntry[];
  follow: boolean;
  /** The line that the address points to. */
  anchor: number | undefined;
  onLeave: () => void;
  empty: string;
}

/** One pixel of tolerance is not enough: browsers scroll in fractions. */
const AT_END_PX = 24;

export function LogLines({ entries, follow, anchor, onLeave, empty }: LogLinesProps) {
  const box = useRef<HTMLElement>(null);
  // Of a long log the oldest lines are left out, so that not their count but the last one's number tells of a new one.
  const last = entries.at(-1)?.number;
  const found = entries.some(({ number }) => number === anchor);
  useEffect(() => {
    if (follow && last !== undefined && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, last]);
  useEffect(() => {
    if (!found || anchor === undefined || !box.current) return;
    const line = document.getElementById(lineId(anchor));
    if (!line) return;
    onLeave();
    box.current.scrollTop = line.offsetTop - box.current.offsetTop - box.current.clientHeight / 3;
  }, [anchor, found, onLeave]);
  const onWheel = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current ?? { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
    if (follow && scrollHeight - scrollTop - clientHeight > AT_END_PX) onLeave();
  };
  return (
    <ScrollRegion ref={box} label="Log of the run" className={styles.log} onWheel={onWheel}>
      {last === undefined && <div className={styles.logEmpty}>{empty}</div>}
      {entries.map((entry) => (
        <Line key={entry.number} entry={entry} pointed={entry.number === anchor} />
      ))}
    </ScrollRegion>
  );
}

function Line({ entry: { number, at, level, text }, pointed }: { entry: NumberedEntry; pointed: boolean }) {
  const { zone } = usePreferences();
  return (
    <div id={lineId(number)} className={styles.line} data-level={level} data-pointed={pointed || undefined}>
      <a className={styles.lineNumber} href={`#${lineId(number)}`} aria-label={`Address of line ${number}`}>
        {number}
      </a>
      <time dateTime={at} title={formatExact(at, zone)}>
        {formatClock(at, zone, true)}
      </time>
      <span>
        {level !== "info" && <span className={styles.level}>{level === "warn" ? "Warning: " : "Error: "}</span>}
        {text}
      </span>
    </div>
  );
}
