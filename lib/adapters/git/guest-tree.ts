import type { CommitRow, Seen, TreeRow } from "@/lib/domain/browse";
import { readable } from "@/lib/domain/byte-text";
import { AppError } from "@/lib/domain/errors";
import { fileText, MOST_TEXT_BYTES } from "@/lib/domain/file-text";
import { parseTree, type TreeEntry } from "@/lib/domain/git-objects";
import { escapePath, namesOf, unescapePath } from "@/lib/domain/git-path";
import type { GuestObjects } from "./guest-objects";

/** A folder with a hundred thousand files has less. */
const MOST_TREE_BYTES = 8 * 1024 * 1024;
/** The others are found by typing. */
const MOST_ROWS = 2000;
const MOST_TARGET_BYTES = 4096;
const MOST_DEPTH = 200;

/** A commit, by which ref or id it was asked for. */
export interface At {
  row: CommitRow;
  tree: string;
  ref: string;
}

export type Place = { at: At; path: string };

const FOLDER = { kind: "folder", executable: false } as const;

/** What lies at a path (escaped): the entry of the tree above it. @throws AppError browse-path-missing, browse-object */
export async function entryAt(objects: GuestObjects, { at, path }: Place): Promise<TreeEntry> {
  if (at.tree === "") throw objects.broken(`the commit ${at.row.oid} is too large to be read here`);
  let entry: TreeEntry = { ...FOLDER, name: "", oid: at.tree };
  const names = namesOf(unescapePath(path));
  const missing = () =>
    new AppError("browse-path-missing", { path, ref: at.ref, repository: objects.place.repository });
  if (names.length > MOST_DEPTH) throw missing();
  for (const name of names) {
    if (entry.kind !== "folder") throw missing();
    const next = (await treeOf(objects, entry.oid)).find((each) => each.name === name);
    if (!next) throw missing();
    entry = next;
  }
  return entry;
}

export async function see(objects: GuestObjects, place: Place & { find: string }): Promise<Seen> {
  const entry = await entryAt(objects, place);
  const commit = place.at.row;
  if (entry.kind === "submodule") return { kind: "submodule", commit, oid: entry.oid };
  if (entry.kind === "folder") return { kind: "folder", commit, ...(await rowsOf(objects, entry.oid, place.find)) };
  const [info] = await objects.infos([entry.oid]);
  if (info?.type !== "blob") throw objects.broken(`${entry.oid} is missing, or no file`);
  if (entry.kind === "symlink") {
    const [target] = await objects.contents([entry.oid], MOST_TARGET_BYTES);
    return { kind: "symlink", commit, target: readable(target ?? "", MOST_TARGET_BYTES) };
  }
  const { sizeBytes, oid } = info;
  const file = { kind: "file", commit, executable: entry.executable, sizeBytes, oid } as const;
  if (sizeBytes > MOST_TEXT_BYTES) return { ...file, content: { kind: "large", limit: MOST_TEXT_BYTES } };
  const [content] = await objects.contents([oid], MOST_TEXT_BYTES);
  return { ...file, content: fileText(content ?? "") };
}

async function rowsOf(objects: GuestObjects, oid: string, find: string): Promise<{ rows: TreeRow[]; total: number }> {
  const wanted = find.toLowerCase();
  const entries = (await treeOf(objects, oid))
    .map(({ kind, executable, name, oid: of }) => ({ kind, executable, name: escapePath(name), oid: of }))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
  const shown = entries.slice(0, MOST_ROWS);
  const sized = shown.filter(({ kind }) => kind === "file" || kind === "symlink");
  const infos = await objects.infos(sized.map((entry) => entry.oid));
  const sizes = new Map(infos.flatMap((info) => (info ? [[info.oid, info.sizeBytes] as const] : [])));
  return { rows: shown.map((entry) => ({ ...entry, sizeBytes: sizes.get(entry.oid) })), total: entries.length };
}

const rank = ({ kind }: { kind: string }) => (kind === "folder" ? 0 : 1);

async function treeOf(objects: GuestObjects, oid: string): Promise<TreeEntry[]> {
  const [info] = await objects.infos([oid]);
  // Git knows the empty tree without having it.
  if (info?.type === "tree" && info.sizeBytes === 0) return [];
  if (info?.type !== "tree") throw objects.broken(`the folder ${oid} is missing`);
  if (info.sizeBytes > MOST_TREE_BYTES) throw objects.broken(`the folder ${oid} has more entries than are shown here`);
  const [read] = await objects.contents([oid], MOST_TREE_BYTES);
  const entries = read === undefined ? undefined : parseTree(read, objects.place.format);
  if (!entries) throw objects.broken(`the folder ${oid} is malformed`);
  return entries;
}
