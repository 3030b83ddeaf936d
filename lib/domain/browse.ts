// What a page sees of a repository inside a backup. Names of refs and paths are escaped (refs.ts, git-path.ts), and that form is
// what is asked with.
import { z } from "zod";
import type { FileText } from "./file-text";
import type { EntryKind, Signature } from "./git-objects";
import { LONGEST_PATH } from "./git-path";
import { repositoryName, snapshotId } from "./ids";
import { side } from "./snapshot";

/** One repository of one snapshot. */
export const browsed = z.object({
  snapshot: snapshotId,
  repository: repositoryName,
  side: side.default("primary"),
});
export type Browsed = z.infer<typeof browsed>;

/** A full name (`refs/heads/main`), or the whole id of a commit. */
const rev = z.string().min(1).max(1024);
const path = z.string().max(LONGEST_PATH).default("");
const offset = z.coerce.number().int().min(0).max(10_000_000).default(0);
const find = z.string().max(200).default("");

export const REF_KINDS = ["branches", "tags", "others"] as const;
export type RefKind = (typeof REF_KINDS)[number];

export const browsedPlace = browsed.extend({ ref: rev, path });
export const browsedTree = browsedPlace.extend({ find });
export const browsedCommits = browsedPlace.extend({ offset });
export const browsedRefs = browsed.extend({ kind: z.enum(REF_KINDS), find, offset });

/** `waiting`: others are made ready first. `reading`: its bundles, in bytes. `unpacking`: by git, in per cent. */
export type PreparationPhase = "waiting" | "reading" | "unpacking";

export const PHASE_VIEW: Record<PreparationPhase, { label: string; explanation: string }> = {
  waiting: { label: "Waiting", explanation: "Other repositories are being made ready first." },
  reading: { label: "Reading its bundles", explanation: "They are read from the bucket and checked." },
  unpacking: { label: "Unpacking", explanation: "Git unpacks the bundles and looks at every object." },
};

export interface Preparing {
  state: "preparing";
  phase: PreparationPhase;
  done: number;
  total: number;
}

export interface Ready {
  state: "ready";
  /** What HEAD is, as a full name; absent where nothing tells. */
  head?: string;
  refs: Record<RefKind, number>;
  objectFormat: "sha1" | "sha256";
  /** What was not as asked for, such as a bundle from the other bucket. Sentences. */
  notices: string[];
}

export type Preparation = Preparing | Ready;

export interface RefRow {
  name: string;
  oid: string;
  /** Of an annotated tag, or of one that leads to no commit. */
  tag?: "annotated" | "tree" | "blob";
  subject?: string;
  /** When what it leads to was committed. */
  at?: string;
}

export interface RefPage {
  rows: RefRow[];
  /** Of all that fit. */
  total: number;
  next?: number;
}

export interface CommitRow {
  oid: string;
  subject: string;
  author: Signature;
  committedAt?: string;
  parents: number;
}

export interface CommitPage {
  rows: CommitRow[];
  next?: number;
}

export interface TreeRow {
  name: string;
  kind: EntryKind;
  oid: string;
  executable: boolean;
  /** Of a file, or of the text of a symlink. */
  sizeBytes?: number;
}

interface Place {
  /** The commit that is looked at. */
  commit: CommitRow;
}

export interface SeenFolder extends Place {
  kind: "folder";
  rows: TreeRow[];
  /** Of all that fit; more than are here in a very large folder. */
  total: number;
}

export interface SeenFile extends Place {
  kind: "file";
  executable: boolean;
  sizeBytes: number;
  oid: string;
  content: FileText | { kind: "large"; limit: number };
}

/** Never followed: it may lead anywhere. */
export interface SeenSymlink extends Place {
  kind: "symlink";
  target: string;
}

/** A commit of another repository, which is not in this one. */
export interface SeenSubmodule extends Place {
  kind: "submodule";
  oid: string;
}

export type Seen = SeenFolder | SeenFile | SeenSymlink | SeenSubmodule;

/** A ref that moved. */
export const refMove = z.object({ old: z.string(), new: z.string() });
export type RefMove = z.infer<typeof refMove>;

/** Whether the old commit is in the history of the new one. `unknown`: an object is missing, or it took too long. */
export type MoveVerdict = "forward" | "rewritten" | "unknown";

export type Judgement = Preparing | { state: "judged"; verdicts: MoveVerdict[] };
