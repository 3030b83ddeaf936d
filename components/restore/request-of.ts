import { asRepositoryName, asSnapshotId } from "@/lib/domain/ids";
import { recoveredBranch } from "@/lib/domain/recovered-branch";
import {
  AFFIX,
  BRANCH_NAME,
  MOST_OF_A_BATCH,
  type Naming,
  ORGANISATION_NAME,
  REF_NAME,
  type RestoreRequest,
} from "@/lib/domain/restore-request";
import type { Side } from "@/lib/domain/snapshot";
import { follows } from "@/lib/domain/text-rule";
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
  const { source, mode, target } = choices;
  const snapshot = asSnapshotId(choices.snapshot);
  if (!snapshot) return undefined;
  const from = { snapshot, source };
  const one = onlyOne(choices);
  const repository = asRepositoryName(one);
  const to = asRepositoryName(target ?? (mode === "ref" ? one : undefined));
  if (mode === "ref") {
    const { ref = "", branch = recoveredBranch(ref) } = choices;
    const valid = follows(REF_NAME, ref) && follows(BRANCH_NAME, branch);
    return repository && to && valid ? { kind: "ref", ...from, repository, ref, branch, target: to } : undefined;
  }
  if (one) return repository && to && { kind: "repository", ...from, repository, target: to };
  const repositories = batchOf(choices);
  const naming = namingOf(choices);
  return repositories && isNaming(naming) ? { kind: "batch", ...from, repositories, naming } : undefined;
}

/** Undefined where it cannot be asked for. */
function batchOf({ selection, chosen }: Chosen) {
  if (selection.all && selection.names.length === 0) return "all";
  const names = chosen.flatMap((name) => asRepositoryName(name) ?? []);
  return names.length > 0 && names.length === chosen.length && names.length <= MOST_OF_A_BATCH ? names : undefined;
}

const isNaming = ({ organisation, prefix, suffix }: Naming): boolean =>
  (organisation === undefined || follows(ORGANISATION_NAME, organisation)) &&
  follows(AFFIX, prefix) &&
  follows(AFFIX, suffix);

/** The only repository chosen, where there is only one. */
export function onlyOne({ chosen }: Chosen): string | undefined {
  return chosen.length === 1 ? chosen[0] : undefined;
}

/** `old-{name}-x` is the prefix `old-` and the suffix `-x`. */
export function namingOf({ names, organisation }: Pick<Choices, "names" | "organisation">): Naming {
  const at = names.indexOf(NAME);
  const prefix = names.slice(0, at);
  const suffix = names.slice(at + NAME.length);
  return { organisation: organisation || undefined, prefix, suffix };
}
