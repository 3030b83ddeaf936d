// A bundle on its way to somebody's disk: the last resort that needs git alone.
import { z } from "zod";
import { type RepositoryName, splitRepositoryName } from "./ids";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { shellWord } from "./shell-word";
import { side } from "./side-schema";
import type { Side } from "./snapshot";

/** Of a snapshot's repository, or of the one bundle that a run of kind `export` has made. */
export const downloadInput = z.union([
  z.object({ run: runId }),
  z.object({ snapshot: snapshotId, source: side, repository: repositoryName }),
]);
export type DownloadInput = z.infer<typeof downloadInput>;

/** `export`: the repository lies in several bundles, which a run has to make one of first. */
export type IssuedDownload =
  | {
      kind: "ready";
      /** Anybody who has it can read the object, and only that, until it expires. */
      url: string;
      expiresSeconds: number;
      fileName: string;
      sizeBytes: number;
      sha256?: string;
      bucket: string;
      key: string;
      versionId?: string;
      /** The bucket it is read from; absent for a bundle that was made by a run. */
      side?: Side;
      clone: string;
    }
  | { kind: "export"; bundles: number };

/** Long enough to begin the transfer, which may take as long as it likes; short enough to be worth little in a log. */
export const DOWNLOAD_SECONDS = 120;

export function bundleFileName(repository: RepositoryName, made: string): string {
  return `${repository.replace("/", "--")}-${made}.bundle`;
}

/** As long as every file system takes, with room for what a browser adds to a second one. */
const LONGEST_NAME = 200;

/**
 * The Content-Disposition of a file with this name. Quotes, control characters, folders and letters of any script become one
 * `_`: what is a name in one system is a path or a header in another. Dots do not begin it, for then it would be hidden.
 */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._]*\.[._]*/, "_");
  const [, start = plain, ending = ""] = /^(.*?)(\.[A-Za-z0-9]{1,10})?$/.exec(plain) ?? [];
  return `attachment; filename="${start.slice(0, LONGEST_NAME - ending.length) || "download"}${ending}"`;
}

/** What makes a working copy of the file. */
export function cloneCommand(fileName: string, repository: RepositoryName): string {
  return `git clone ${shellWord(fileName)} ${shellWord(splitRepositoryName(repository).repository)}`;
}
