import { type Ref, unescapeRefName } from "./refs";

/**
 * The ref that HEAD is: a bundle has no symbolic HEAD, only its object. What the manifest recorded counts (escaped, without
 * refs/heads/); where it did not, the branches HEAD's object is on, main or master before others and else the last of
 * them, as `git clone` does; without a HEAD main, master, or the only branch there is.
 * @returns a full name as a byte string, or undefined where nothing tells
 */
export function headRef(refs: readonly Ref[], headOid: string | undefined, recorded?: string): string | undefined {
  if (recorded !== undefined) return `refs/heads/${unescapeRefName(recorded)}`;
  const branches = refs.filter((ref) => ref.name.startsWith("refs/heads/"));
  const at = branches.filter((ref) => ref.oid === headOid);
  const names = (at.length > 0 ? at : branches).map((ref) => ref.name);
  const usual = ["refs/heads/main", "refs/heads/master"].find((name) => names.includes(name));
  return usual ?? (at.length > 0 || names.length === 1 ? names.at(-1) : undefined);
}
