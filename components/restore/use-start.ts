"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { ApprovalId, RunId } from "@/lib/domain/ids";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { RunRecord } from "@/lib/domain/run";
import { proposeRunId } from "../runs/propose-run-id";
import { startRun } from "../runs/queries";

export interface StartInput {
  request: RestoreRequest;
  digest: string;
  confirmation?: string;
  checkOnly?: boolean;
  approval?: ApprovalId;
}

/** Starts a restore. One id per `renew`: pressing twice, or again after a lost answer, is the same run. */
export function useStart(onStarted: (record: RunRecord) => void) {
  const queries = useQueryClient();
  const run = useRef<RunId>(undefined);
  const start = useMutation({
    mutationFn: ({ confirmation = "", ...input }: StartInput) => {
      run.current ??= proposeRunId();
      return startRun({ kind: "restore", run: run.current, confirmation, ...input });
    },
    onSuccess: (record) => {
      run.current = undefined;
      void queries.invalidateQueries({ queryKey: ["runs"] });
      onStarted(record);
    },
  });
  const { reset } = start;
  const renew = useRef(() => {
    run.current = undefined;
    reset();
  });
  return { ...start, renew: renew.current };
}
