"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { approvalQuery } from "./queries";

/** One word about a request; what it changes is read anew everywhere. */
export function useSaid<I>(id: string, say: (input: I) => Promise<unknown>, onSaid: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: say,
    // Also when it was refused: most often somebody else was quicker.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["approvals"] });
      void queries.invalidateQueries({ queryKey: ["approvals-open"] });
      return queries.invalidateQueries({ queryKey: approvalQuery(id).queryKey });
    },
    onSuccess: onSaid,
  });
}
