"use client";
import { RoleButton } from "../parts/role-button";
import { useStartRun } from "./use-start-run";

export function StartBackupButton({ variant = "primary" }: { variant?: "primary" | "normal" }) {
  const start = useStartRun((run) => ({ kind: "backup", run }));
  // Until the run's page is there the button stays busy: no double start.
  const busy = start.isPending || start.isSuccess;
  return (
    <RoleButton
      action="start a backup"
      variant={variant}
      loading={busy}
      loadingText="Starting the backup"
      onClick={() => start.mutate()}
    >
      Run backup now
    </RoleButton>
  );
}
