// Git's objects as they lie in a repository (gitformat-pack(5), git-hash-object(1)), read from byte strings. Whoever could push
// has written them: what git would refuse to make may be in them all the same.
import { readable } from "./byte-text";

export type ObjectFormat = "sha1" | "sha256";

/** What an entry of a tree is, by its mode. */
export type EntryKind = "folder" | "file" | "symlink" | "submodule";

export interface TreeEntry {
  kind: EntryKind;
  executable: boolean;
  /** Bytes. */
  name: string;
  oid: string;
}

export interface CommitObject {
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  /** The first line of its message. */
  subject: string;
}

export interface Signature {
  name: string;
  /** ISO; absent where it is no time. */
  at?: string;
}

export interface TagObject {
  oid: string;
  type: string;
}

const OID_BYTES: Record<ObjectFormat, number> = { sha1: 20, sha256: 32 };

/** The entries in the tree's own order; undefined when it is no tree. `mode SP name NUL oid`, one after the other. */
export function parseTree(bytes: string, format: ObjectFormat): TreeEntry[] | undefined {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(" ", at);
    const end = bytes.indexOf("\0", space);
    const next = end + 1 + OID_BYTES[format];
    if (space < 0 || end < 0 || next > bytes.length) return undefined;
    const mode = bytes.slice(at, space);
    if (!/^[0-7]{5,6}$/.test(mode)) return undefined;
    entries.push({
      kind: kindOf(mode),
      executable: (Number.parseInt(mode, 8) & 0o111) !== 0 && kindOf(mode) === "file",
      name: bytes.slice(space + 1, end),
      oid: hexOf(bytes.slice(end + 1, next)),
    });
    at = next;
  }
  return entries;
}

/** The type is in the bits above the permissions, as in a file system. */
function kindOf(mode: string): EntryKind {
  const type = Number.parseInt(mode, 8) & 0o170000;
  if (type === 0o040000) return "folder";
  if (type === 0o120000) return "symlink";
  return type === 0o160000 ? "submodule" : "file";
}

const hexOf = (bytes: string) => Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");

const NAME_CHARACTERS = 100;
const SUBJECT_CHARACTERS = 300;

/** Undefined when it is no commit. */
export function parseCommit(bytes: string): CommitObject | undefined {
  const end = bytes.indexOf("\n\n");
  const head = end < 0 ? bytes : bytes.slice(0, end);
  const tree = /^tree ([0-9a-f]+)\n/.exec(head)?.[1];
  if (!tree) return undefined;
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, oid = ""]) => oid);
  const message = end < 0 ? "" : bytes.slice(end + 2).replace(/^\s+/, "");
  const [subject = ""] = message.split("\n", 1);
  return {
    tree,
    parents,
    author: signatureOf(head, "author"),
    committer: signatureOf(head, "committer"),
    subject: readable(subject, SUBJECT_CHARACTERS),
  };
}

/** Undefined when it is no tag. */
export function parseTag(bytes: string): TagObject | undefined {
  const [, oid, type] = /^object ([0-9a-f]+)\ntype (\w+)\n/.exec(bytes) ?? [];
  return oid && type ? { oid, type } : undefined;
}

/**
 * `author Olga <olga@acme.example> 1776304800 +0200`. By hand and not by an expression: a line made for that would keep one busy
 * for minutes.
 */
function signatureOf(head: string, who: "author" | "committer"): Signature {
  const line = lineOf(head, who);
  const [open, close] = [line.indexOf("<"), line.lastIndexOf(">")];
  const name = (open < 0 ? line : line.slice(0, open)).trim();
  const [, seconds] =
    /^ (-?\d{1,15})( |$)/.exec(close < 0 ? "" : line.slice(close + 1, close + 1 + TIME_CHARACTERS)) ?? [];
  const time = new Date(Number(seconds ?? Number.NaN) * 1000);
  return { name: readable(name, NAME_CHARACTERS), ...(Number.isNaN(time.getTime()) ? {} : { at: time.toISOString() }) };
}

const TIME_CHARACTERS = 30;

function lineOf(head: string, name: string): string {
  const begin = head.indexOf(`\n${name} `);
  if (begin < 0) return "";
  const end = head.indexOf("\n", begin + 1);
  return head.slice(begin + name.length + 2, end < 0 ? undefined : end);
}
