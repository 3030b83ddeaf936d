"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { asRepositoryName, asRunId, asSnapshotId } from "@/lib/domain/ids";
import { SIDES, type Side } from "@/lib/domain/snapshot";
import { setUrlParams } from "../parts/use-url-param";
import { readSelection, type Selection, writeSelection } from "./selection";

export const STEPS = ["what", "where", "review"] as const;
export type Step = (typeof STEPS)[number];

export const MODES = ["repositories", "ref"] as const;
/** Whole repositories, or one ref of one of them. */
export type Mode = (typeof MODES)[number];

/** Everything chosen so far. It stands in the address: reloading and pasting to a colleague keep it. */
export interface Choices {
  snapshot?: string;
  source?: Side;
  mode: Mode;
  selection: Selection;
  /** Of one ref. */
  ref?: string;
  branch?: string;
  /** `organisation/name`, perhaps not a valid one yet: the new repository, or for a ref the one that gets the branch. */
  target?: string;
  /** Of many: another organisation than the source's. */
  organisation?: string;
  /** Of many: what each is called, with `{name}` in it. */
  names: string;
  step: Step;
  /** The run that asked GitHub whether this can be done. */
  check?: string;
}

export type Choose = (changes: Partial<Choices>) => void;

export const NAME = "{name}";
export const DEFAULT_NAMES = `${NAME}-restored`;

export function useChoices(): [Choices, Choose] {
  const params = useSearchParams();
  const choices = useMemo(() => readChoices((name) => params.get(name)), [params]);
  const choose = useCallback((changes: Partial<Choices>) => {
    // A step is something one goes back from; a choice within it is not.
    setUrlParams(writeChoices(changes), "step" in changes ? "push" : "replace");
  }, []);
  return [choices, choose];
}

export function readChoices(read: (name: string) => string | null | undefined): Choices {
  const one = asRepositoryName(read("repository"));
  const selection = one ? { all: false, names: [one] } : readSelection(read("repositories"));
  const step = oneOf(STEPS, read("step")) ?? "what";
  const names = read("names") ?? DEFAULT_NAMES;
  return {
    snapshot: asSnapshotId(read("snapshot")),
    source: oneOf(SIDES, read("source")),
    mode: oneOf(MODES, read("mode")) ?? "repositories",
    selection,
    ref: read("ref") ?? undefined,
    branch: read("branch") ?? undefined,
    target: read("target") ?? undefined,
    organisation: read("organisation") ?? undefined,
    names: names.includes(NAME) ? names : DEFAULT_NAMES,
    // Without a repository there is no further step to be on.
    step: selection.all || selection.names.length > 0 ? step : "what",
    check: asRunId(read("check")),
  };
}

const oneOf = <T extends string>(known: readonly T[], text: string | null | undefined): T | undefined =>
  known.find((each) => each === text);

/** One repository stands there by its name, several in the short form. */
function writeChoices({ selection, ...changes }: Partial<Choices>): Record<string, string | undefined> {
  const plain = {
    ...changes,
    ...("mode" in changes && { mode: changes.mode === "repositories" ? undefined : changes.mode }),
    ...("names" in changes && { names: changes.names === DEFAULT_NAMES ? undefined : changes.names }),
  };
  if (!selection) return plain;
  const [one, ...others] = selection.names;
  const single = !selection.all && one !== undefined && others.length === 0;
  return {
    ...plain,
    repository: single ? one : undefined,
    repositories: single ? undefined : writeSelection(selection),
  };
}
