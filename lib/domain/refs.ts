// Refs as git serves them. Names are BYTES: in memory a string with one character per byte (latin1), so that names that
// are not UTF-8 survive. JSON and screens use the escaped form, which is exact: a backslash cannot occur in a ref name.

import { byteOf, bytesOf, hex, STEERING, utf8Of } from "./byte-text";

export interface Ref {
  /** Full hexadecimal object id, 40 (SHA-1) or 64 (SHA-256) characters. */
  oid: string;
  /** Byte string, e.g. `refs/heads/main`; `HEAD` for the head itself. */
  name: string;
  /** Of an annotated tag: the object it finally points to. */
  peeled?: string;
}

/** What a repository advertised at one moment. `head` is the name HEAD points to, also when it is unborn. */
export interface RefAdvertisement {
  objectFormat: "sha1" | "sha256";
  /** Without HEAD. */
  refs: Ref[];
  headTarget?: string;
  /** HEAD's object, when HEAD is born. */
  headOid?: string;
}

export interface RefCounts {
  count: number;
  heads: number;
  tags: number;
  pulls: number;
}

export function countRefs(refs: Ref[]): RefCounts {
  const under = (prefix: string) => refs.filter((ref) => ref.name.startsWith(prefix)).length;
  return { count: refs.length, heads: under("refs/heads/"), tags: under("refs/tags/"), pulls: under("refs/pull/") };
}

/** git-check-ref-format(1), as far as it matters here: such a name can neither break a bundle's header nor a path. */
export function isRefName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  return name.startsWith("refs/") && !/[\x00-\x20\x7f~^:?*[\\]|\.\.|\/\/|@\{|\/$|\.$|\.lock(\/|$)|\/\./.test(name);
}

/** Whether GitHub accepts a push to this ref: branches and tags only; everything else is kept in the backup. */
export function isRestorable(name: string): boolean {
  return name.startsWith("refs/heads/") || name.startsWith("refs/tags/");
}

/**
 * The text whose SHA-256 is the ref digest: sorted "oid name" lines, then HEAD's target. Equal digests mean equal refs,
 * and so (objects are named by their hash) equal history. To be hashed as latin1 bytes.
 */
export function refDigestText(advertisement: RefAdvertisement): string {
  const lines = advertisement.refs.map((ref) => `${ref.oid} ${ref.name}\n`).sort();
  return `${lines.join("")}HEAD ${advertisement.headTarget ?? advertisement.headOid ?? "none"}\n`;
}

/** `refs/heads/main` -> `main`; undefined when HEAD is detached or missing. */
export function defaultBranch(headTarget: string | undefined): string | undefined {
  return headTarget?.startsWith("refs/heads/") ? escapeRefName(headTarget.slice("refs/heads/".length)) : undefined;
}

/**
 * Byte string -> readable text: UTF-8 where it is UTF-8, else each byte above 127 as `\xNN`. So are the characters that steer
 * a terminal or turn the direction of a line: they would make a name look like another.
 */
export function escapeRefName(bytes: string): string {
  if (!/[^ -~]/.test(bytes)) return bytes;
  return utf8Of(bytes)?.replace(STEERING, (character) => escapeBytes(bytesOf(character))) ?? escapeBytes(bytes);
}

const escapeBytes = (bytes: string) => bytes.replace(/[^ -~]/g, (byte) => `\\x${hex(byte)}`);

/** The exact byte string of an escaped name. */
export function unescapeRefName(text: string): string {
  return bytesOf(text).replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => byteOf(hex));
}

export interface RefDifference {
  missing: Ref[];
  extra: Ref[];
  moved: { name: string; wanted: string; found: string }[];
}

/** Compares two ref lists by name; order does not matter. */
export function compareRefs(wanted: readonly Ref[], found: readonly Ref[]): RefDifference {
  const byName = new Map(found.map((ref) => [ref.name, ref.oid]));
  const names = new Set(wanted.map((ref) => ref.name));
  const moved = wanted.flatMap((ref) => {
    const oid = byName.get(ref.name);
    return oid !== undefined && oid !== ref.oid ? [{ name: ref.name, wanted: ref.oid, found: oid }] : [];
  });
  return {
    missing: wanted.filter((ref) => !byName.has(ref.name)),
    extra: found.filter((ref) => !names.has(ref.name)),
    moved,
  };
}

export function sameRefs(difference: RefDifference): boolean {
  return difference.missing.length + difference.extra.length + difference.moved.length === 0;
}
