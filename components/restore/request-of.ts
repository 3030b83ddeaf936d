import { type RestoreRequest, restoreRequest } from "@/lib/domain/restore-request";
import type { Side } from "@/lib/domain/snapshot";
import { recoveredBranch } from "@/lib/domain/target-name";
import { selectedNames } from "./selection";
import { type Choices, NAME } from "./use-choices";

/** Choices with what was not chosen filled in. */
export interface Chosen extends Choices {
  source: Side;
  /** The repositories chosen, by name. */
  chosen: string[];
}

export function chosenOf(choices: Choices, available: readonly string[], present: Side): Chosen {
  return {
    ...choices,
    source: choices.source ?? present,
    chosen: selectedNames(choices.selection, available),
  };
}

/** What is asked for, as soon as all that it needs is chosen and valid. */
export function requestOf(choices: Chosen): RestoreRequest | undefined {
  return restoreRequest.safeParse(rawRequest(choices)).data;
}

/** The only repository chosen, where there is only one. */
export function onlyOne({ chosen }: Chosen): string | undefined {
  return chosen.length === 1 ? chosen[0] : undefined;
}

function rawRequest(choices: Chosen): unknown {
  const { snapshot, source, mode, target, selection, chosen } = choices;
  const from = { snapshot, source };
  const repository = onlyOne(choices);
  if (mode === "ref") {
    const { ref = "", branch = recoveredBranch(ref) } = choices;
    return { kind: "ref", ...from, repository, ref, branch, target: target ?? repository };
  }
  if (repository) return { kind: "repository", ...from, repository, target };
  const repositories = selection.all && selection.names.length === 0 ? "all" : chosen;
  return { kind: "batch", ...from, repositories, naming: namingOf(choices) };
}

/** `old-{name}-x` is the prefix `old-` and the suffix `-x`. */
export function namingOf({ names, organisation }: Pick<Choices, "names" | "organisation">) {
  const at = names.indexOf(NAME);
  const prefix = names.slice(0, at);
  const suffix = names.slice(at + NAME.length);
  return { organisation: organisation || undefined, prefix, suffix };
}
