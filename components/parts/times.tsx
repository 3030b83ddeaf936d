"use client";
import { formatClock, formatDate, formatExact } from "@/lib/domain/exact-time";
import { formatAge, formatDuration } from "@/lib/domain/format";
import { useNow } from "../shell/clock";
import { usePreferences } from "../shell/preferences-context";

/** `3 h ago`, with the exact time and its zone on hover. */
export function Ago({ at }: { at: string | undefined }) {
  const now = useNow();
  const { zone } = usePreferences();
  if (!at) return <>–</>;
  return (
    <time dateTime={at} title={formatExact(at, zone)} suppressHydrationWarning>
      {formatAge(at, now)}
    </time>
  );
}

/** The exact time, with how long ago on hover. */
export function Exact({ at }: { at: string | undefined }) {
  const now = useNow();
  const { zone } = usePreferences();
  if (!at) return <>–</>;
  return (
    <time dateTime={at} title={formatAge(at, now)} suppressHydrationWarning>
      {formatExact(at, zone)}
    </time>
  );
}

/** `21 Nov 2027`, with the exact time on hover: for what is a year off. */
export function Day({ at }: { at: string | undefined }) {
  const { zone } = usePreferences();
  if (!at) return <>–</>;
  return (
    <time dateTime={at} title={formatExact(at, zone)}>
      {formatDate(at, zone)}
    </time>
  );
}

/** `14:02`, for notes about the age of what is shown. */
export function ClockTime({ at }: { at: string }) {
  const { zone } = usePreferences();
  return (
    <time dateTime={at} title={formatExact(at, zone)}>
      {formatClock(at, zone)}
    </time>
  );
}

/** `4 min 12 s`, with the exact milliseconds on hover. */
export function Took({ ms }: { ms: number | undefined }) {
  return ms === undefined ? <>–</> : <span title={`${ms} ms`}>{formatDuration(ms)}</span>;
}
