"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { RunId } from "@/lib/domain/ids";
import type { StartRunInput } from "@/lib/domain/restore-proposal";
import { ApiError } from "../http";
import { capital, problemNotice } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { useNotices } from "../shell/notices";
import { proposeRunId } from "./propose-run-id";
import { startRun } from "./queries";

/** Starts a run and goes to its page; where one is going on already that leaves no room, it is a link and not a second start. */
export function useStartRun(inputFor: (run: RunId) => StartRunInput) {
  const router = useRouter();
  const queries = useQueryClient();
  const { add } = useNotices();
  return useMutation({
    mutationFn: () => startRun(inputFor(proposeRunId())),
    onSuccess: (record) => {
      void queries.invalidateQueries({ queryKey: ["runs"] });
      void queries.invalidateQueries({ queryKey: ["overview"] });
      void queries.invalidateQueries({ queryKey: ["drills"] });
      router.push(`/runs/${record.id}`);
    },
    onError: (error) => {
      const { message } = error;
      const twin =
        error instanceof ApiError && error.code === "run-already-active" ? /[\w-]+$/.exec(message)?.[0] : undefined;
      if (!twin) return add(problemNotice(error));
      const content = (
        <RouteLink href={`/runs/${twin}`} variant="primary">
          Follow that run
        </RouteLink>
      );
      add({ type: "info", header: capital(message), content });
    },
  });
}
