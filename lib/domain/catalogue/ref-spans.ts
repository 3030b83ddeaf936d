// The life of each ref of one repository: from which bundle on it pointed where, until which. Each bundle's header lists every
// ref there was when it was made, so two neighbours tell what came, moved and went between them.
import type { SnapshotId } from "../ids";
import type { Ref } from "../refs";

export interface RefSpan {
  name: string;
  oid: string;
  /** The snapshot whose bundle first had it so. */
  from: SnapshotId;
  /** The snapshot whose bundle had it no longer so; absent as long as it lasts. */
  until?: SnapshotId;
}

/** The refs a bundle's header lists, with the snapshot it was written for. */
export interface RefsAt {
  snapshot: SnapshotId;
  refs: readonly Ref[];
}

/**
 * Lets bundles follow one another, oldest first, on what was open before.
 * @returns `ended`: those of `open` that ended, and where; `begun`: new ones, some of which may have ended again
 */
export function followRefs(
  open: readonly RefSpan[],
  bundles: readonly RefsAt[],
): { ended: RefSpan[]; begun: RefSpan[] } {
  const known = new Set(open);
  const lasting = new Map(open.map((span) => [span.name, span]));
  const ended: RefSpan[] = [];
  const begun: RefSpan[] = [];
  for (const { snapshot, refs } of bundles) {
    const listed = new Map(refs.map(({ name, oid }) => [name, oid]));
    for (const [name, span] of lasting) {
      if (listed.get(name) === span.oid) continue;
      lasting.delete(name);
      if (known.has(span)) ended.push({ ...span, until: snapshot });
      else span.until = snapshot;
    }
    for (const [name, oid] of listed) {
      if (lasting.has(name)) continue;
      const span: RefSpan = { name, oid, from: snapshot };
      lasting.set(name, span);
      begun.push(span);
    }
  }
  return { ended, begun };
}
