"use client";
import { formatNumber } from "@/lib/domain/format";
import { Day } from "../parts/times";
import { useNow } from "../shell/clock";
import { useHoldDays } from "./use-hold-days";

const DAY_MS = 86_400_000;

/** Until when something is kept that is held today, as one sentence. */
export function HeldUntil() {
  const { days, isPending } = useHoldDays();
  const now = useNow();
  if (days === "never") return <>No rule of the bucket lets what is held expire.</>;
  if (days === undefined)
    return (
      <>
        {isPending
          ? "The bucket's rules are being read."
          : "Until when is not known: the bucket's rules cannot be read."}
      </>
    );
  return (
    <>
      By the bucket's rule they expire {formatNumber(days)} days after the copy, on{" "}
      <Day at={new Date(now.getTime() + days * DAY_MS).toISOString()} />.
    </>
  );
}

/** When a copy expires. */
export function CopyExpires({ copiedAt }: { copiedAt: string | undefined }) {
  const { days } = useHoldDays();
  if (copiedAt === undefined || days === undefined) return <>–</>;
  if (days === "never") return <>Never</>;
  return <Day at={new Date(Date.parse(copiedAt) + days * DAY_MS).toISOString()} />;
}
