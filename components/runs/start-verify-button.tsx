"use client";
import type { ButtonProps } from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import type { VerifyRequest } from "@/lib/domain/proof-run";
import { RoleButton } from "../parts/role-button";
import { useStartRun } from "./use-start-run";

interface StartVerifyButtonProps {
  request: VerifyRequest;
  variant?: ButtonProps.Variant;
  ariaLabel?: string;
  children?: ReactNode;
}

export function StartVerifyButton({
  request,
  variant = "normal",
  ariaLabel,
  children = "Verify now",
}: StartVerifyButtonProps) {
  const start = useStartRun((run) => ({ kind: "verify", run, request }));
  const busy = start.isPending || start.isSuccess;
  return (
    <RoleButton
      action="start a proof"
      variant={variant}
      ariaLabel={ariaLabel}
      loading={busy}
      loadingText="Starting the proof"
      onClick={() => start.mutate()}
    >
      {children}
    </RoleButton>
  );
}
