// What became of the refs of one repository between two of its bundles.
import type { RefChange } from "../catalogue/ref-history";
import type { Ref } from "../refs";

export interface RefDifference {
  name: string;
  change: RefChange;
  before?: string;
  after?: string;
}

export interface ComparedRefs {
  refs: RefDifference[];
  /** Of more than are listed. */
  total: number;
}

/** By name; HEAD follows a branch and is none itself. */
export function compareRefs(before: readonly Ref[], after: readonly Ref[]): RefDifference[] {
  const old = new Map(before.map(({ name, oid }) => [name, oid]));
  const now = new Map(after.map(({ name, oid }) => [name, oid]));
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => name !== "HEAD").sort();
  return names.flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === is) return [];
    const change = was === undefined ? "created" : is === undefined ? "deleted" : "moved";
    return [{ name, change, before: was, after: is }];
  });
}
