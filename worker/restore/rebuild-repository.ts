import { open } from "node:fs/promises";
import path from "node:path";
import { type BundleHeader, MAX_HEADER_BYTES, parseBundleHeader } from "@/lib/domain/bundle-header";
import { headRef } from "@/lib/domain/default-branch";
import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import { compareRefs, type Ref, sameRefs, unescapeRefName } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { refDigest } from "@/lib/operations/digest";
import { git } from "../git";
import type { FetchedBundle } from "./fetch-chain";

export interface Rebuilt {
  /** The bare repository. */
  directory: string;
  /** Every ref of the backup, HEAD not among them; annotated tags with what they lead to. */
  refs: Ref[];
  /** The ref that HEAD is, as far as manifest and bundle tell. */
  head?: string;
  /** Findings of `git fsck --full` that are old slips of form, not damage. */
  findings: string[];
}

/** git-fsck's exit code is a sum: 1 is a finding in an object's form; these mean missing objects or broken refs. */
const FSCK_DAMAGE = 2 | 8;
/** A broken pack, or one with an object that has such a finding. */
const FSCK_PACK = 4;
/** Such a finding: "error in commit 1b0a2aa...: badName: invalid author/committer line - bad name". */
const SLIP_OF_FORM = /^(error|warning) in (commit|tree|tag|blob) [0-9a-f]+: \w+: /;

/**
 * Rebuilds the repository from its bundles with stock git, checks every object, and compares every ref with what the
 * last bundle's header and the manifest's digest say.
 * @throws AppError bundle-corrupt, refs-differ
 */
export async function rebuildRepository(
  item: RepositoryPlan,
  bundles: FetchedBundle[],
  scratch: string,
  signal: AbortSignal,
): Promise<Rebuilt> {
  const directory = path.join(scratch, "repository.git");
  const last = bundles.at(-1);
  if (!last) throw new AppError("bundle-corrupt", { key: item.repository, detail: "the chain has no bundle" });
  const header = await readHeader(last);
  await git(["init", "--quiet", "--bare", `--object-format=${header.objectFormat}`, directory], { signal });
  for (const bundle of bundles) await unpack(bundle, directory, signal);
  const findings = await checkObjects(directory, last.link.key, signal);
  const refs = header.refs.filter((ref) => ref.name !== "HEAD");
  const found = await compareWithHeader(item, refs, directory, signal);
  compareWithDigest(item, header);
  const headOid = header.refs.find((ref) => ref.name === "HEAD")?.oid;
  return { directory, refs: found, head: headRef(refs, headOid, item.defaultBranch), findings };
}

async function readHeader(bundle: FetchedBundle): Promise<BundleHeader> {
  const file = await open(bundle.file);
  try {
    let text = "";
    for (let position = 0; position < MAX_HEADER_BYTES; ) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(64 * 1024), position });
      if (bytesRead === 0) break;
      text += buffer.toString("latin1", 0, bytesRead);
      position += bytesRead;
      const parsed = parseBundleHeader(text, bundle.link.key);
      if (parsed) return parsed.header;
    }
    throw new AppError("bundle-corrupt", { key: bundle.link.key, detail: "its header does not end" });
  } finally {
    await file.close();
  }
}

async function unpack(bundle: FetchedBundle, directory: string, signal: AbortSignal): Promise<void> {
  try {
    await git(
      [
        "-C",
        directory,
        "fetch",
        "--quiet",
        "--prune",
        "--no-write-fetch-head",
        "--no-auto-gc",
        bundle.file,
        "+refs/*:refs/*",
      ],
      { signal },
    );
  } catch (error) {
    if (!hasCode(error, "git-command")) throw error;
    throw new AppError(
      "bundle-corrupt",
      { key: bundle.link.key, detail: asAppError(error).facts.detail },
      { cause: error },
    );
  }
}

async function checkObjects(directory: string, key: string, signal: AbortSignal): Promise<string[]> {
  const result = await git(["-C", directory, "fsck", "--full", "--no-dangling", "--no-progress"], {
    signal,
    accept: () => true,
  });
  const lines = `${result.stdout}\n${result.stderr}`
    .split("\n")
    .filter((line) => line.trim() && !/^notice: /.test(line));
  const damaged =
    result.exitCode > 15 ||
    (result.exitCode & FSCK_DAMAGE) !== 0 ||
    ((result.exitCode & FSCK_PACK) !== 0 && !(lines.length > 0 && lines.every((line) => SLIP_OF_FORM.test(line)))) ||
    lines.some((line) => /hash mismatch|missing (blob|tree|commit|tag)|broken link|corrupt/.test(line));
  if (damaged)
    throw new AppError("bundle-corrupt", {
      key,
      detail: lines.slice(0, 3).join("; ") || `git fsck exit code ${result.exitCode}`,
    });
  return lines.slice(0, 100);
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
function compareWithDigest(item: RepositoryPlan, header: BundleHeader): void {
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
