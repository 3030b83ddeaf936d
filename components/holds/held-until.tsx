"use client";
import { formatNumber } from "@/lib/domain/format";
import { Day } from "../parts/times";
import { useNow } from "../shell/clock";
import { useHoldDays } from "./use-hold-days";

const DAY_MS = 86_400_000;

/** Until when something is kept that is held today, and that nothing ends it before. */
export function HeldUntil() {
  const { days, isPending } = useHoldDays();
  const now = useNow();
  if (days === "never")
    return <>No rule of the bucket lets the copies expire: they stay, and cost storage. {NOT_LIFTED}</>;
  if (days === undefined)
    return (
      <>
        {isPending
          ? "Until when they stay is being read."
          : "Until when they stay is not known: the bucket's rules cannot be read."}{" "}
        {NOT_LIFTED}
      </>
    );
  return (
    <>
      By the bucket's rule the copies expire after {formatNumber(days)} days, on{" "}
      <Day at={new Date(now.getTime() + days * DAY_MS).toISOString()} />; until then they cost storage. {NOT_LIFTED}
    </>
  );
}

const NOT_LIFTED = "Holdfast cannot lift a hold.";

/** When a copy expires. */
export function CopyExpires({ copiedAt }: { copiedAt: string | undefined }) {
  const { days } = useHoldDays();
  if (copiedAt === undefined || days === undefined) return <>–</>;
  if (days === "never") return <>Never</>;
  return <Day at={new Date(Date.parse(copiedAt) + days * DAY_MS).toISOString()} />;
}
