"use client";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PHASE_VIEW } from "@/lib/domain/browse";
import type { ToldRefEvent } from "@/lib/domain/catalogue/ref-history";
import { capital } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { moveQuery } from "./queries";

/** Whether a move went forward or rewrote history. Git has to look into the backup for it, so only when somebody asks. */
export function MoveVerdict({ event }: { event: Omit<ToldRefEvent, "side"> }) {
  const [asked, ask] = useState(false);
  const query = useQuery({ ...moveQuery(event), enabled: asked });
  if (!asked)
    return (
      <RoleButton
        action="browse a backup"
        variant="inline-link"
        onClick={() => ask(true)}
        ariaLabel={`Was the history of ${event.name} rewritten?`}
      >
        Rewritten?
      </RoleButton>
    );
  if (query.error instanceof Error)
    return <StatusIndicator type="warning">{capital(query.error.message)}</StatusIndicator>;
  if (query.data?.state !== "judged")
    return (
      <StatusIndicator type="in-progress">{query.data ? PHASE_VIEW[query.data.phase].label : "Asking"}</StatusIndicator>
    );
  const [verdict = "unknown"] = query.data.verdicts;
  const { type, label } = VERDICT[verdict];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}

const VERDICT = {
  forward: { type: "success", label: "Forward: nothing was lost" },
  rewritten: { type: "error", label: "Rewritten: commits were dropped" },
  unknown: { type: "warning", label: "Cannot be told: the old commit is in another chain" },
} as const;
