"use client";
import { useState } from "react";
import { MOST_HOLD_NAMES } from "@/lib/domain/hold-run";
import type { EntryRow, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { RoleButton } from "../parts/role-button";
import { HoldModal } from "./hold-modal";

interface HoldButtonProps {
  snapshot: SnapshotDetail;
  /** All of the snapshot while nothing is selected. */
  selected: readonly EntryRow[];
}

/** Keeps what is selected for longer than the snapshot; what that means is said before it is done. */
export function HoldButton({ snapshot, selected }: HoldButtonProps) {
  const [asking, setAsking] = useState(false);
  const reason = whyNot(snapshot, selected);
  return (
    <>
      <RoleButton
        action="hold a snapshot"
        disabled={reason !== undefined}
        disabledReason={reason}
        onClick={() => setAsking(true)}
      >
        {selected.length > 0 ? "Hold selected" : "Hold all"}
      </RoleButton>
      {asking && <HoldModal snapshot={snapshot} selected={selected} onClose={() => setAsking(false)} />}
    </>
  );
}

function whyNot({ sides, restorable }: SnapshotDetail, selected: readonly EntryRow[]): string | undefined {
  if (sides.primary === "missing" || sides.primary === "lagging")
    return "Holds are placed in the primary bucket, and it does not have this snapshot";
  if (restorable === 0) return "This snapshot has no bundle that could be held";
  if (selected.length > MOST_HOLD_NAMES)
    return `At most ${MOST_HOLD_NAMES} can be selected for a hold: hold all, or fewer`;
  return undefined;
}
