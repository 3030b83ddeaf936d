"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { type FollowedRun, isActive } from "@/lib/domain/followed-run";
import { plural } from "@/lib/domain/format";
import type { RunId } from "@/lib/domain/ids";
import { actionOf } from "@/lib/domain/restore-action";
import { problemNotice } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useNotices } from "../shell/notices";
import { proposeRunId } from "./propose-run-id";
import { startRun } from "./queries";

/** Whether there is something left that a retry could do. A directory is on the machine of whoever gave the command. */
export function canRetry(run: FollowedRun): boolean {
  const { kind, state, restore } = run.record;
  const request = restore?.request.kind;
  if (kind !== "restore" || !restore || restore.check_only || isActive(run) || state === "succeeded") return false;
  return request !== "local" && request !== "rearm";
}

/** Goes on with what failed, by the plan that was approved then; what is done already is not done again. */
export function RetryButton({ run: { record } }: { run: FollowedRun }) {
  const router = useRouter();
  const queries = useQueryClient();
  const { add } = useNotices();
  const proposed = useRef<RunId>(undefined);
  const retry = useMutation({
    mutationFn: () => {
      proposed.current ??= proposeRunId();
      return startRun({ kind: "retry", run: proposed.current, of: record.id });
    },
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: ["runs"] });
      router.push(`/runs/${started.id}`);
    },
    onError: (error) => add(problemNotice(error)),
  });
  const { restore } = record;
  if (!restore) return null;
  const { counts } = restore;
  const left = counts ? counts.total - counts.done - counts.skipped : 0;
  const what = restore.request.kind === "batch" && left > 0 ? ` ${plural(left, "repository", "repositories")}` : "";
  return (
    <RoleButton
      action={actionOf(restore.request)}
      variant="primary"
      iconName="refresh"
      loading={retry.isPending || retry.isSuccess}
      loadingText="Starting the retry"
      onClick={() => retry.mutate()}
    >
      Retry{what}
    </RoleButton>
  );
}
