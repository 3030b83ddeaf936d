// Paths inside a repository. Names are bytes, and may have anything in them but NUL and `/`; addresses and screens have the
// escaped form, which is exact: a backslash of the name's own is escaped as well.
import { escapeRefName, unescapeRefName } from "./refs";

/** As escapeRefName, for names in which a backslash can occur. */
export const escapePath = (bytes: string): string => bytes.split("\\").map(escapeRefName).join("\\x5c");

/** The exact bytes of an escaped path. */
export const unescapePath = unescapeRefName;

/** The names of a path from the top down; the top itself has none. */
export const namesOf = (path: string): string[] => path.split("/").filter((name) => name !== "");

/** `src/a.ts` of `a.ts` in `src`; a name alone at the top. */
export const within = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

/** Longer is no path that a file system would take, and no address that a browser would send. */
export const LONGEST_PATH = 4096;
