// What a page sees of a repository inside a backup. Names of refs and paths are escaped (refs.ts, git-path.ts), and that form is
// what is asked with.
import type { FileText } from "./file-text";
import type { EntryKind, Signature } from "./git-objects";

export type { Browsed, RefMove } from "./browse-schema";

export const REF_KINDS = ["branches", "tags", "others"] as const;
export type RefKind = (typeof REF_KINDS)[number];

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

/** Whether the old commit is in the history of the new one. `unknown`: an object is missing, or it took too long. */
export type MoveVerdict = "forward" | "rewritten" | "unknown";

export type Judgement = Preparing | { state: "judged"; verdicts: MoveVerdict[] };
