"use client";
import { useQuery } from "@tanstack/react-query";
import { keptUntil } from "@/lib/domain/retention/kept-until";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { KeepingMark } from "../parts/mark";
import { RouteLink } from "../parts/route-link";
import { Day } from "../parts/times";
import { useNow } from "../shell/clock";
import { retentionQuery } from "./queries";

/** Until when one snapshot is guaranteed in the bucket that its page is read from. */
export function KeptUntilFact({ snapshot: { side, summary } }: { snapshot: SnapshotDetail }) {
  const { data, error } = useQuery(retentionQuery());
  const now = useNow();
  const rules = data?.buckets.find((each) => each.side === side)?.rules;
  if (!rules) return <>{error ? "not known: the rules of the bucket cannot be read" : "–"}</>;
  if (!rules.known) return <>not known: {rules.problem.message}</>;
  const { state, guaranteedUntil } = keptUntil(summary, rules.value, now);
  return (
    <>
      {guaranteedUntil && (
        <>
          <Day at={guaranteedUntil} /> in the {SIDE_LABEL[side].toLowerCase()}{" "}
        </>
      )}
      <KeepingMark state={state} /> <RouteLink href="/retention">Retention</RouteLink>
    </>
  );
}
