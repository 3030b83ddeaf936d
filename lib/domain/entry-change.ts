// What a snapshot added of one repository, against the snapshot before. Pure.
import { plural } from "./format";
import type { ManifestEntry } from "./manifest";

export interface EntryChange {
  /** Of the bundle that this snapshot wrote. */
  kind: "full" | "incremental";
  bytes: number;
  /** Branches, tags and other refs since the bundle before; not known of a full bundle, which needs nothing before it. */
  refs?: { created: number; deleted: number; moved: number };
}

/** Undefined where no bundle was written: nothing changed, or it could not be captured. */
export function entryChange({ outcome, chain, changes }: ManifestEntry): EntryChange | undefined {
  const written = outcome === "captured" ? chain.at(-1) : undefined;
  if (!written) return undefined;
  const { kind, size_bytes: bytes } = written;
  if (kind === "full" || !changes) return { kind, bytes };
  const { created, deleted, moved } = changes;
  return { kind, bytes, refs: { created, deleted, moved } };
}

const REF_CHANGES = ["moved", "created", "deleted"] as const;

/** `refs moved, refs deleted`, or `full bundle`, as lists filter by it; empty where nothing was written. */
export function changeKinds(change: EntryChange | undefined): string {
  if (!change) return "";
  return (
    kindsOf(change)
      .map((kind) => `refs ${kind}`)
      .join(", ") || `${change.kind} bundle`
  );
}

/** `2 refs moved, 1 deleted`, or `Full bundle`. */
export function changeInWords(change: EntryChange): string {
  const { refs } = change;
  const told = kindsOf(change).map((kind, index) => {
    const count = refs?.[kind] ?? 0;
    return `${index === 0 ? plural(count, "ref") : count} ${kind}`;
  });
  return told.join(", ") || (change.kind === "full" ? "Full bundle" : "Incremental bundle");
}

const kindsOf = ({ refs }: EntryChange) => REF_CHANGES.filter((kind) => (refs?.[kind] ?? 0) > 0);
