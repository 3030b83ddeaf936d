// The same work by hand, so that the console is never the only way in a disaster. Commands are for a POSIX shell.
import type { ChainLink, ManifestEntry } from "./manifest";
import { shellWord as shell } from "./shell-word";

export interface BucketAddress {
  bucket: string;
  region: string;
}

/** Copying one object with the AWS command line, `version` where the bucket keeps versions. */
export function copyCommand(address: BucketAddress, key: string, file: string, version?: string): string {
  if (version === undefined) {
    return `aws s3 cp ${shell(`s3://${address.bucket}/${key}`)} ${shell(file)} --region ${address.region}`;
  }
  return [
    `aws s3api get-object --bucket ${address.bucket} --region ${address.region}`,
    `--key ${shell(key)} --version-id ${shell(version)} ${shell(file)}`,
  ].join(" ");
}

/**
 * Everything needed to rebuild one repository with `aws` and stock git alone: each link of its chain is copied, the full
 * bundle is cloned, the incrementals are fetched in order. Empty when the entry has no chain.
 */
export function restoreByHand(address: BucketAddress, entry: Pick<ManifestEntry, "repo" | "chain" | "default_branch">) {
  const name = entry.repo.split("/")[1] ?? entry.repo;
  const files = entry.chain.map((link, index) => fileName(name, link, index));
  const copies = entry.chain.map((link, index) =>
    copyCommand(address, link.s3_key, files[index] ?? "", link.version_id),
  );
  const replays = files.map((file, index) =>
    index === 0
      ? `git clone --mirror ${shell(file)} ${shell(`${name}.git`)}`
      : `git -C ${shell(`${name}.git`)} fetch --prune ${shell(`../${file}`)} '+refs/*:refs/*'`,
  );
  const head =
    entry.default_branch && files.length > 0
      ? [`git -C ${shell(`${name}.git`)} symbolic-ref HEAD ${shell(`refs/heads/${entry.default_branch}`)}`]
      : [];
  return [...copies, ...replays, ...head];
}

function fileName(name: string, link: ChainLink, index: number): string {
  return link.kind === "full" ? `${name}.bundle` : `${name}.incremental-${index}.bundle`;
}
