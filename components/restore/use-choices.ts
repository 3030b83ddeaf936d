"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { z } from "zod";
import { repositoryName, snapshotId } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import { setUrlParams } from "../parts/use-url-param";

export const STEPS = ["what", "where", "review"] as const;
export type Step = (typeof STEPS)[number];

/** Everything chosen so far. It stands in the address: reloading and pasting to a colleague keep it. */
export interface Choices {
  snapshot?: string;
  repository?: string;
  source?: Side;
  /** `organisation/name`, perhaps not a valid one yet. */
  target?: string;
  step: Step;
}

export function useChoices(): [Choices, (changes: Partial<Choices>) => void] {
  const params = useSearchParams();
  const choices = useMemo(() => readChoices((name) => params.get(name)), [params]);
  const choose = useCallback((changes: Partial<Choices>) => {
    // A step is something one goes back from; a choice within it is not.
    setUrlParams(changes as Record<string, string | undefined>, "step" in changes ? "push" : "replace");
  }, []);
  return [choices, choose];
}

export function readChoices(read: (name: string) => string | null | undefined): Choices {
  const repository = repositoryName.safeParse(read("repository")).data;
  const step = z.enum(STEPS).safeParse(read("step")).data ?? "what";
  return {
    snapshot: snapshotId.safeParse(read("snapshot")).data,
    repository,
    source: z.enum(["primary", "replica"]).safeParse(read("source")).data,
    target: read("target") ?? undefined,
    // Without a repository there is no further step to be on.
    step: repository ? step : "what",
  };
}
