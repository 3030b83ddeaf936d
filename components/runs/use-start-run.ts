"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import type { RunId } from "@/lib/domain/ids";
import type { StartRunInput } from "@/lib/domain/restore-proposal";
import { isUnanswered } from "../http";
import { useNotices } from "../shell/notices";
import { proposeRunId } from "./propose-run-id";
import { startRun } from "./queries";
import { startNotice } from "./start-problem";

type InputFor = (run: RunId) => StartRunInput;

/** Starts a run and goes to its page. What goes wrong is a notice: the button that was pressed has no place for it. */
export function useStartRun(inputFor: InputFor) {
  const { add } = useNotices();
  return useStart(inputFor, (error) => add(startNotice(error)));
}

/** The same from a dialog that stays open and says itself what went wrong, so that nothing typed into it is lost. */
export const useStartFromDialog = (inputFor: InputFor) => useStart(inputFor);

function useStart(inputFor: InputFor, onError?: (error: Error) => void) {
  const router = useRouter();
  const queries = useQueryClient();
  // Pressed again after a lost answer it is the same run; after a refusal it is another one.
  const run = useRef<RunId>(undefined);
  return useMutation({
    mutationFn: () => {
      run.current ??= proposeRunId();
      return startRun(inputFor(run.current));
    },
    onSuccess: (record) => {
      run.current = undefined;
      void queries.invalidateQueries({ queryKey: ["runs"] });
      void queries.invalidateQueries({ queryKey: ["overview"] });
      void queries.invalidateQueries({ queryKey: ["drills"] });
      router.push(`/runs/${record.id}`);
    },
    onError: (error) => {
      if (!isUnanswered(error)) run.current = undefined;
      onError?.(error);
    },
  });
}
