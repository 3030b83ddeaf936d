import type { Receipt } from "@/lib/domain/receipt";
import { compareRefs, escapeRefName, isRestorable, type Ref } from "@/lib/domain/refs";

export type Compared = Pick<Receipt, "refs" | "counts">;

/** Compares the refs the backup has with those read from the new repository: not with the push's word. */
export function compareTarget(wanted: readonly Ref[], listed: readonly Ref[]): Compared {
  const pushed = wanted.filter((ref) => isRestorable(ref.name));
  const found = listed.filter((ref) => isRestorable(ref.name));
  const { refs, counts } = compareAll(pushed, found);
  return { refs, counts: { ...counts, skipped: wanted.length - pushed.length } };
}

/** Every ref, also those GitHub takes no push to: of a local copy and of a bundle. */
export function compareAll(wanted: readonly Ref[], found: readonly Ref[]): Compared {
  const { missing, moved, extra } = compareRefs(wanted, found);
  const byName = new Map(found.map(({ name, oid }) => [name, oid]));
  return {
    refs: wanted.map((ref) => judge(ref, byName.get(ref.name))),
    counts: {
      equal: wanted.length - missing.length - moved.length,
      missing: missing.length,
      different: moved.length + extra.length,
      skipped: 0,
    },
  };
}

/** One ref of an existing repository: the others are none of ours. */
export function compareBranch(wanted: Ref, listed: readonly Ref[]): Compared {
  const judged = judge(wanted, listed.find(({ name }) => name === wanted.name)?.oid);
  const is = (state: typeof judged.state) => Number(judged.state === state);
  return {
    refs: [judged],
    counts: { equal: is("equal"), missing: is("missing"), different: is("different"), skipped: 0 },
  };
}

function judge({ name, oid }: Ref, there: string | undefined): Receipt["refs"][number] {
  const state = there === undefined ? "missing" : there === oid ? "equal" : "different";
  return { name: escapeRefName(name), wanted: oid, found: there, state };
}

/** Refs that stay in the backup, with the reason. */
export function skippedRefs(refs: readonly Ref[]): { name: string; why: string }[] {
  return refs
    .filter((ref) => !isRestorable(ref.name))
    .map((ref) => ({
      name: escapeRefName(ref.name),
      why: ref.name.startsWith("refs/pull/")
        ? "GitHub refuses pushes to refs/pull"
        : "only branches and tags are restored",
    }));
}
