"use client";
import { useEffect, useState } from "react";
import { planChanges } from "@/lib/domain/plan-changes";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";

/** Another plan than the one that is about to be confirmed. */
export interface ChangedPlan {
  /** Sentences without a full stop. */
  words: string[];
  /** Goes on with that one; what is typed stays. */
  take: () => void;
}

/**
 * The plan as it was when its last dialog was opened. The page goes on reading behind it: what comes of that, another plan or
 * none, neither closes the dialog nor changes in silence what is confirmed there. Going to another step (`here`) closes it.
 */
export function useHeldPlan(current: RestoreProposal | undefined, here: boolean) {
  const [held, setHeld] = useState<RestoreProposal>();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!here) setOpen(false);
  }, [here]);
  const other = open && held && current && current.digest !== held.digest ? { held, current } : undefined;
  const changed: ChangedPlan | undefined = other && {
    words: planChanges(other.held.plan, other.current.plan),
    take: () => setHeld(other.current),
  };
  return {
    ...{ held, open, changed },
    show: () => {
      setHeld(current);
      setOpen(current !== undefined);
    },
    hide: () => setOpen(false),
  };
}
