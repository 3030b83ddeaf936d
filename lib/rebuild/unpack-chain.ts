import { createReadStream } from "node:fs";
import { type FileHandle, open, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BundleHeader } from "@/lib/domain/bundle-header";
import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import type { Ref } from "@/lib/domain/refs";
import { type GitResult, git, OVER_LIMIT } from "@/lib/git/git";
import { headerIn } from "@/lib/operations/read-bundle-header";
import type { FetchedBundle } from "./fetch-chain";

const MOST_FINDINGS = 100;

/** Of what git fsck has to say, which may be a line for each link of a tree that leads nowhere. */
const FSCK_OUTPUT_BYTES = 1024 * 1024;

/** git-fsck's exit code is a sum: 1 is a finding in an object's form; these mean missing objects or broken refs. */
const FSCK_DAMAGE = 2 | 8;
/** A broken pack, or one with an object that has such a finding. */
const FSCK_PACK = 4;
/** Such a finding: "error in commit 1b0a2aa...: badName: invalid author/committer line - bad name". */
const SLIP_OF_FORM = /^(error|warning) in (commit|tree|tag|blob) [0-9a-f]+: \w+: /;

/**
 * Unpacks a chain into an empty bare repository and checks every object. `git index-pack --strict` looks at all of them
 * anyway, so it costs next to nothing to have it check the form of each and that none is missing; `git fsck` afterwards
 * would cost as much again. Only where index-pack refuses an object, `git fetch` and `git fsck` are asked instead: they tell
 * old slips of form, which GitHub has served for years, from damage.
 * @param refs what the last bundle lists, without HEAD
 * @returns findings about form
 * @throws AppError bundle-corrupt, bundle-needs-memory
 */
export async function unpackChain(
  bundles: readonly FetchedBundle[],
  refs: readonly Ref[],
  directory: string,
  signal: AbortSignal,
): Promise<string[]> {
  if (await indexStrictly(bundles, refs, directory, signal)) return [];
  for (const bundle of bundles) await fetchBundle(bundle, directory, signal);
  return checkObjects(directory, bundles.at(-1)?.link.key ?? "", signal);
}

/**
 * Unpacks a chain into an empty bare repository, and has `git fsck --full` look at all of it as it then lies on the disk.
 * For a proof: what is said to have been checked by git fsck was.
 * @param refs what the last bundle lists, without HEAD
 * @returns findings about form
 * @throws AppError bundle-corrupt, bundle-needs-memory
 */
export async function unpackAndFsck(
  bundles: readonly FetchedBundle[],
  refs: readonly Ref[],
  directory: string,
  signal: AbortSignal,
): Promise<string[]> {
  for (const bundle of bundles) {
    const { exitCode, stderr } = await indexPack(bundle, [], directory, signal);
    if (exitCode === 0) continue;
    const detail = stderr.trim().split("\n").slice(-3).join("; ") || `git index-pack exit code ${exitCode}`;
    throw refused(bundle.link.key, detail);
  }
  await writeRefs(refs, directory);
  return checkObjects(directory, bundles.at(-1)?.link.key ?? "", signal);
}

/** Whether git took every object of every bundle, and every ref is of one of them. */
async function indexStrictly(
  bundles: readonly FetchedBundle[],
  refs: readonly Ref[],
  directory: string,
  signal: AbortSignal,
): Promise<boolean> {
  for (const bundle of bundles) {
    if ((await indexPack(bundle, ["--strict"], directory, signal)).exitCode !== 0) return false;
  }
  await writeRefs(refs, directory);
  const options = { cwd: directory, signal, accept: () => true };
  const listed = await git(["for-each-ref", "--format=%(objecttype)"], options);
  signal.throwIfAborted();
  return listed.exitCode === 0;
}

async function indexPack(
  bundle: FetchedBundle,
  how: string[],
  directory: string,
  signal: AbortSignal,
): Promise<GitResult> {
  const pack = await openPack(bundle);
  try {
    const args = ["index-pack", "--stdin", "--fix-thin", ...how];
    return await git(args, { cwd: directory, signal, accept: () => true, input: pack.fd });
  } finally {
    await pack.close();
    signal.throwIfAborted();
  }
}

/** All at once, as bytes; an unsorted file without a first line is one that git has always read. */
export function writeRefs(refs: readonly Ref[], directory: string): Promise<void> {
  const lines = refs.map(({ oid, name }) => `${oid} ${name}\n`).join("");
  return writeFile(path.join(directory, "packed-refs"), lines, "latin1");
}

/** The bundle's file, at the first byte of its pack. */
export async function openPack(bundle: FetchedBundle): Promise<FileHandle> {
  const { length } = await readHeader(bundle);
  const file = await open(bundle.file);
  // To read from where the file stands moves it on: the process that gets it reads from there.
  for (let left = length; left > 0; ) {
    const { bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(left, 1024 * 1024)), position: null });
    if (bytesRead === 0) break;
    left -= bytesRead;
  }
  return file;
}

/** @returns the header and its length in bytes @throws AppError bundle-corrupt */
export function readHeader(bundle: FetchedBundle): Promise<{ header: BundleHeader; length: number }> {
  return headerIn(createReadStream(bundle.file), bundle.link.key);
}

async function fetchBundle(bundle: FetchedBundle, directory: string, signal: AbortSignal): Promise<void> {
  const fetch = ["fetch", "--quiet", "--prune", "--no-write-fetch-head", "--no-auto-gc"];
  try {
    await git(["-C", directory, ...fetch, bundle.file, "+refs/*:refs/*"], { signal });
  } catch (error) {
    if (!hasCode(error, "git-command")) throw error;
    throw refused(bundle.link.key, String(asAppError(error).facts.detail), error);
  }
}

async function checkObjects(directory: string, key: string, signal: AbortSignal): Promise<string[]> {
  const result = await git(["-C", directory, "fsck", "--full", "--no-dangling", "--no-progress"], {
    signal,
    accept: () => true,
    keptOutput: FSCK_OUTPUT_BYTES,
  });
  const lines = `${result.stdout}\n${result.stderr}`
    .split("\n")
    .filter((line) => line.trim() && !/^notice: /.test(line));
  const damaged =
    result.exitCode > 15 ||
    (result.exitCode & FSCK_DAMAGE) !== 0 ||
    ((result.exitCode & FSCK_PACK) !== 0 && !(lines.length > 0 && lines.every((line) => SLIP_OF_FORM.test(line)))) ||
    lines.some((line) => /hash mismatch|missing (blob|tree|commit|tag)|broken link|corrupt/.test(line));
  if (damaged) throw refused(key, lines.slice(0, 3).join("; ") || `git fsck exit code ${result.exitCode}`);
  return lines.slice(0, MOST_FINDINGS);
}

/** Git quotes what it reads, at any length. */
const DETAIL_CHARACTERS = 1000;

export function refused(key: string, said: string, cause?: unknown): AppError {
  const detail = said.slice(0, DETAIL_CHARACTERS);
  return new AppError(OVER_LIMIT.test(detail) ? "bundle-needs-memory" : "bundle-corrupt", { key, detail }, { cause });
}
