"use client";
import { RoleButton } from "../parts/role-button";
import { useStartBackup } from "./use-start-backup";

export function StartBackupButton({ variant = "primary" }: { variant?: "primary" | "normal" }) {
  const start = useStartBackup();
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
