"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { useSettled } from "../parts/use-settled";
import { chainsQuery, snapshotQuery, snapshotsQuery } from "../snapshots/queries";
import { planQuery, targetQuery } from "./queries";
import { type Chosen, chosenOf, onlyOne, requestOf } from "./request-of";
import { useChoices } from "./use-choices";

export type Wizard = ReturnType<typeof useWizard>;

/** Everything the wizard's steps go by: what is chosen, what was read for it, and the plan of it. */
export function useWizard() {
  const [url, choose] = useChoices();
  const snapshots = useInfiniteQuery(snapshotsQuery());
  const rows = useMemo(() => snapshots.data?.pages.flatMap((page) => page.rows) ?? [], [snapshots.data]);
  const snapshot = url.snapshot ?? rows.find((row) => row.summary)?.id;
  const row = rows.find((each) => each.id === snapshot);
  const source = url.source ?? presentSide(row);
  const detail = useQuery({ ...snapshotQuery(snapshot ?? "", source), enabled: snapshot !== undefined });
  const chains = useQuery({ ...chainsQuery(snapshot ?? "", source), enabled: snapshot !== undefined });
  const entries = chains.data;
  const available = useMemo(
    () => entries?.filter((entry) => entry.chainLength > 0).map((entry) => entry.repository) ?? [],
    [entries],
  );
  const chosen = useMemo(() => chosenOf({ ...url, snapshot }, available, source), [url, snapshot, available, source]);
  const one = onlyOne(chosen);
  // Also for many: the organisations one may restore into are the same whatever is restored.
  const suggestion = useQuery({
    ...targetQuery(one ?? chosen.chosen[0] ?? ""),
    enabled: chosen.chosen.length > 0,
  });
  const suggested = url.mode === "ref" ? one : one && suggestion.data?.target;
  const target = url.target ?? suggested;
  const choices: Chosen = { ...chosen, target };
  const plan = usePlan(url.step === "what" ? undefined : requestOf(choices));
  const whatIsChosen = url.mode === "ref" ? one !== undefined && Boolean(url.ref) : chosen.chosen.length > 0;
  return {
    ...{
      choices,
      choose,
      rows,
      row,
      snapshots,
      detail,
      chains,
      available,
      one,
      suggestion,
      target,
      plan,
      whatIsChosen,
    },
    unreachable: snapshots.data?.pages[0]?.unreachable ?? [],
  };
}

/** The plan of what is asked for now; while one still types there is none. */
function usePlan(request: RestoreRequest | undefined) {
  const now = JSON.stringify(request ?? null);
  const settled = useSettled(now);
  const asked = useMemo(() => (JSON.parse(settled) ?? undefined) as RestoreRequest | undefined, [settled]);
  const { data, error, isFetching, refetch } = useQuery(planQuery(asked));
  const current = settled === now && request !== undefined;
  return {
    data: current ? data : undefined,
    error: current ? error : undefined,
    isPending: current ? !data && !error : request !== undefined,
    isFetching: request !== undefined && (isFetching || settled !== now),
    refetch,
    /** Nothing is asked yet: a choice is missing or not valid. */
    incomplete: request === undefined,
  };
}

/** The primary, unless only the replica has the snapshot or can be reached. */
function presentSide(row: SnapshotRow | undefined): Side {
  return row && row.sides.primary !== "present" && row.sides.replica === "present" ? "replica" : "primary";
}
