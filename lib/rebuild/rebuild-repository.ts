import path from "node:path";
import type { BundleHeader } from "@/lib/domain/bundle-header";
import { headRef } from "@/lib/domain/default-branch";
import { AppError } from "@/lib/domain/errors";
import { compareRefs, type Ref, sameRefs, unescapeRefName } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { git } from "@/lib/git/git";
import { refDigest } from "@/lib/operations/digest";
import type { FetchedBundle } from "./fetch-chain";
import { patienceFor, withPatience } from "./patience";
import { readHeader, unpackChain } from "./unpack-chain";

export interface Rebuilt {
  /** The bare repository. */
  directory: string;
  /** Every ref of the backup, HEAD not among them; annotated tags with what they lead to. */
  refs: Ref[];
  /** The ref that HEAD is, as far as manifest and bundle tell. */
  head?: string;
  /** What git finds of old slips of form that are no damage. */
  findings: string[];
}

/**
 * Rebuilds the repository from its bundles with stock git, checks every object, and compares every ref with what the
 * last bundle's header and the manifest's digest say.
 * @param unpack how the bundles become a repository, and its objects are checked
 * @throws AppError bundle-corrupt, bundle-needs-memory, refs-differ
 */
export async function rebuildRepository(
  item: RepositoryPlan,
  bundles: FetchedBundle[],
  scratch: string,
  signal: AbortSignal,
  unpack: typeof unpackChain = unpackChain,
): Promise<Rebuilt> {
  const directory = path.join(scratch, "repository.git");
  const last = bundles.at(-1);
  if (!last) throw new AppError("bundle-corrupt", { key: item.repository, detail: "the chain has no bundle" });
  const { header } = await readHeader(last);
  await git(["init", "--quiet", "--bare", `--object-format=${header.objectFormat}`, directory], { signal });
  const refs = header.refs.filter((ref) => ref.name !== "HEAD");
  const patience = patienceFor(item.totalBytes);
  const findings = await withPatience(patience, last.link.key, signal, (until) =>
    unpack(bundles, refs, directory, until),
  );
  const found = await compareWithHeader(item, refs, directory, signal);
  compareWithDigest(item, header);
  const headOid = header.refs.find((ref) => ref.name === "HEAD")?.oid;
  return { directory, refs: found, head: headRef(refs, headOid, item.defaultBranch), findings };
}

async function compareWithHeader(
  item: RepositoryPlan,
  wanted: Ref[],
  directory: string,
  signal: AbortSignal,
): Promise<Ref[]> {
  const format = "--format=%(objectname) %(*objectname) %(refname)";
  const { stdout } = await git(["-C", directory, "for-each-ref", format], { signal });
  const found = stdout.split("\n").flatMap((line): Ref[] => {
    const [, oid, peeled, name] = /^(\S+) (\S*) (.*)$/.exec(line) ?? [];
    return oid && name ? [{ oid, name, ...(peeled ? { peeled } : {}) }] : [];
  });
  const difference = compareRefs(wanted, found);
  if (sameRefs(difference)) return found;
  const first = difference.missing[0]?.name ?? difference.moved[0]?.name ?? difference.extra[0]?.name;
  const count = difference.missing.length + difference.moved.length + difference.extra.length;
  throw new AppError("refs-differ", { count, repository: item.repository, first });
}

/** The header is inside the bundle and the digest outside it: together they show a bundle put in another's place. */
export function compareWithDigest(item: RepositoryPlan, header: BundleHeader): void {
  if (item.refDigest === undefined) return;
  const headTarget = item.defaultBranch === undefined ? undefined : `refs/heads/${unescapeRefName(item.defaultBranch)}`;
  const headOid = header.refs.find((ref) => ref.name === "HEAD")?.oid;
  const refs = header.refs.filter((ref) => ref.name !== "HEAD");
  // A detached HEAD has no target; the manifest then names GitHub's default branch, which the digest does not contain.
  const possible = [headTarget, undefined].map((target) =>
    refDigest({ objectFormat: header.objectFormat, refs, headTarget: target, headOid }),
  );
  if (!possible.includes(item.refDigest)) {
    throw new AppError("refs-differ", {
      count: refs.length,
      repository: item.repository,
      first: "the list as a whole (its digest)",
    });
  }
}
