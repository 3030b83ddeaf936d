"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const ClockContext = createContext<Date | undefined>(undefined);

/** One tick for all relative times of the page. */
const TICK_MS = 5000;

/** The present moment, a few seconds exact. The first value is the server's, so that both render the same text. */
export function useNow(): Date {
  const now = useContext(ClockContext);
  if (!now) throw new Error("useNow needs a ClockProvider above it");
  return now;
}

export function ClockProvider({ serverTime, children }: { serverTime: string; children: ReactNode }) {
  const [now, setNow] = useState(() => new Date(serverTime));
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <ClockContext value={now}>{children}</ClockContext>;
}

/** The present moment once a second while `ticking`, for what visibly counts. */
export function useSecondHand(ticking: boolean): Date {
  const slow = useNow();
  const [fast, setFast] = useState<Date>();
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setFast(new Date()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return fast && fast > slow ? fast : slow;
}
