import { rm } from "node:fs/promises";
import type { BundleHeader } from "@/lib/domain/bundle-header";
import { headRef } from "@/lib/domain/default-branch";
import { AppError } from "@/lib/domain/errors";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { guestGit, percentIn } from "@/lib/git/guest-git";
import type { FetchedBundle } from "./fetch-bundle";
import { patienceFor, withPatience } from "./patience";
import { compareWithDigest } from "./rebuild-repository";
import { openPack, readHeader, refused, writeRefs } from "./unpack-chain";

export interface ReadableRepository {
  /** As in the last bundle's header, without HEAD. */
  header: BundleHeader;
  /** The ref that HEAD is, as far as manifest and bundle tell. */
  head?: string;
}

interface UnpackOptions {
  signal: AbortSignal;
  /** The largest pack that may come of a bundle. */
  packBytes: number;
  /** Bytes of bundles that are done with, of all there are. */
  onProgress: (done: number) => void;
}

/**
 * Makes a bare repository in `directory` of a chain's bundles, to be looked into and nothing else: git checks every pack and
 * names every object anew, but does not judge their form, for what is odd in them is to be seen too. Each bundle's file is
 * removed once it is unpacked.
 * @throws AppError bundle-corrupt, bundle-needs-memory, refs-differ, git-missing
 */
export async function unpackForReading(
  item: RepositoryPlan,
  bundles: readonly FetchedBundle[],
  directory: string,
  options: UnpackOptions,
): Promise<ReadableRepository> {
  const last = bundles.at(-1);
  if (!last) throw new AppError("bundle-corrupt", { key: item.repository, detail: "the chain has no bundle" });
  const { header } = await readHeader(last);
  compareWithDigest(item, header);
  const refs = header.refs.filter(({ name }) => name !== "HEAD");
  const patience = patienceFor(item.totalBytes);
  await withPatience(patience, last.link.key, options.signal, async (signal) => {
    const common = { directory, signal, maxBytes: MAX_BYTES };
    const init = ["init", "--quiet", "--bare", "--template=", `--object-format=${header.objectFormat}`, directory];
    await must("init", last, await guestGit(init, { ...common, fileBytes: CONFIG_BYTES }));
    let done = 0;
    for (const bundle of bundles) {
      await indexPack(bundle, common, options.packBytes, (percent) =>
        options.onProgress(done + (bundle.sizeBytes * percent) / 100),
      );
      done += bundle.sizeBytes;
      options.onProgress(done);
      await rm(bundle.file, { force: true });
    }
    await writeRefs(refs, directory);
    // It says whether there is an object to every ref; the names themselves are ours.
    const listed = await guestGit(["for-each-ref", "--format=%(objecttype)"], { ...common, maxBytes: LIST_BYTES });
    await must("for-each-ref", last, listed);
  });
  const headOid = header.refs.find(({ name }) => name === "HEAD")?.oid;
  return { header: { ...header, refs }, head: headRef(refs, headOid, item.defaultBranch) };
}

const MAX_BYTES = 64 * 1024;
const LIST_BYTES = 64 * 1024 * 1024;
const CONFIG_BYTES = 64 * 1024;

type Common = Omit<Parameters<typeof guestGit>[1], "input">;

async function indexPack(
  bundle: FetchedBundle,
  common: Common,
  fileBytes: number,
  onPercent: (percent: number) => void,
): Promise<void> {
  const pack = await openPack(bundle);
  // Git counts twice: objects as they come, then those that are made of others.
  let half = 0;
  const onWords = (words: string) => {
    if (words.includes("Resolving deltas")) half = 50;
    const percent = percentIn(words);
    if (percent !== undefined) onPercent(half + percent / 2);
  };
  try {
    const args = ["index-pack", "-v", "--stdin", "--fix-thin"];
    await must("index-pack", bundle, await guestGit(args, { ...common, fileBytes, input: pack.fd, onWords }));
  } finally {
    await pack.close();
  }
}

async function must(
  command: string,
  bundle: FetchedBundle,
  { exitCode, words }: { exitCode: number; words: string },
): Promise<void> {
  if (exitCode === 0) return;
  throw refused(bundle.link.key, words || `git ${command} exit code ${exitCode}`);
}
