// The ref time machine: what happened to the branches and tags of a repository, out of the spans that the catalogue keeps.

import type { Problem } from "../errors";
import type { RepositoryName, SnapshotId } from "../ids";
import type { Side } from "../snapshot";
import type { CatalogueStatus, Progress } from "./catalogue-status";
import type { RefSpan } from "./ref-spans";

export type RefChange = "created" | "moved" | "deleted";

export interface RefEvent {
  change: RefChange;
  name: string;
  /** Where it pointed before; absent when it was created. */
  before?: string;
  /** Where it points since; absent when it was deleted. */
  after?: string;
  /** The first snapshot that shows it. */
  snapshot: SnapshotId;
}

/** With where it can be restored from. */
export interface ToldRefEvent extends RefEvent {
  /** The repository's name in that snapshot. */
  repository: RepositoryName;
  /** The bucket that has it: the primary, unless only the replica does. */
  side: Side;
  /** The newest snapshot that still has the ref as it was, the repository's name there, and the bucket that has it. */
  last?: { snapshot: SnapshotId; repository: RepositoryName; side: Side };
}

export interface RefHistory {
  catalogue: CatalogueStatus;
  /** Newest first, as many as are shown. */
  events: ToldRefEvent[];
  /** All that match. */
  total: number;
  /** Of a commit that was searched for: where a ref pointed to it, and in which snapshots. */
  tips: FoundTip[];
  /** The oldest snapshot whose refs are known: what it has was there before. */
  first?: SnapshotId;
  bundles: Progress;
  /** Told by this many of the newest snapshots alone, for the catalogue is not there or has not come to it. */
  onlyNewest?: number;
  problems: { snapshot: SnapshotId; problem: Problem }[];
}

export interface FoundTip {
  name: string;
  oid: string;
  /** Newest first: the snapshots in which the ref pointed there. */
  snapshots: SnapshotId[];
}

export const REF_CHANGE_VIEW: Record<RefChange, { label: string; icon: "add-plus" | "arrow-right" | "remove" }> = {
  created: { label: "Created", icon: "add-plus" },
  moved: { label: "Moved", icon: "arrow-right" },
  deleted: { label: "Deleted", icon: "remove" },
};

/**
 * Newest first. What the first bundle of all has is no event: when that came to be nobody knows.
 * @param first the oldest snapshot whose refs are known
 */
export function refEvents(spans: readonly RefSpan[], first: SnapshotId | undefined): RefEvent[] {
  const begins = new Map(spans.map((span) => [at(span.from, span), span]));
  const ended = new Map(spans.flatMap((span) => (span.until ? [[at(span.until, span), span] as const] : [])));
  const events: RefEvent[] = [];
  for (const [key, span] of begins) {
    if (span.from === first) continue;
    const before = ended.get(key);
    const [change, oid] = before ? (["moved", before.oid] as const) : (["created", undefined] as const);
    events.push({ change, name: span.name, before: oid, after: span.oid, snapshot: span.from });
  }
  for (const [key, { name, oid, until }] of ended)
    if (until && !begins.has(key)) events.push({ change: "deleted", name, before: oid, snapshot: until });
  return events.sort((a, b) => (a.snapshot === b.snapshot ? compare(a.name, b.name) : compare(b.snapshot, a.snapshot)));
}

const at = (snapshot: SnapshotId, { name }: RefSpan): string => `${snapshot} ${name}`;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
