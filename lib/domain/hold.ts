// A held chain: copies of the bundles that rebuild a repository as it was before an anomaly, outside of what expires with the
// snapshots. hold.json is written last: a folder without it is not complete.
import { z } from "zod";
import type { Anomaly } from "./anomaly-kind";
import { anomalyRecord } from "./anomaly-schema";
import { holdBundleKey } from "./bucket-keys";
import { snapshotId } from "./ids-schema";
import { shellWord as shell } from "./shell-word";

const problem = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });

/** As it stands in the manifest, at the repository it was placed for. */
export const placedHold = z.looseObject({
  /** What is held: the repository as of this snapshot, under the name it had there. */
  snapshot: snapshotId,
  repo: z.string(),
  /** Everything of the hold stands below it. */
  prefix: z.string(),
  /** failed: could not be placed, or not wholly; the next backup tries again. */
  state: z.enum(["held", "failed"]),
  problem: problem.optional(),
  /** Why, for the backup that tries again. */
  why: z.array(anomalyRecord).optional(),
});
export type PlacedHold = z.infer<typeof placedHold>;

export interface HeldChain {
  repo: string;
  id?: number;
  snapshot: string;
  default_branch?: string;
  chain: readonly { s3_key: string; version_id?: string; kind: string; size_bytes: number; sha256?: string }[];
}

/** The text of hold.json: what is held, why, since when, by which run, and how it is restored with aws and git alone. */
export function holdText(
  held: HeldChain,
  where: { bucket: string; prefix: string },
  facts: { why: readonly Anomaly[]; placedAt: Date; run: string },
): string {
  const { repo, id, snapshot, default_branch, chain } = held;
  const links = chain.map(({ s3_key, version_id, ...link }, index) => ({
    s3_key: holdBundleKey(where.prefix, index),
    ...link,
    copied_from: { s3_key, version_id },
  }));
  const hold = {
    version: 1,
    repo,
    id,
    snapshot,
    default_branch,
    why: facts.why,
    placed_at: facts.placedAt.toISOString(),
    run: facts.run,
    restore: restoreHeld(where.bucket, where.prefix, repo),
    chain: links,
  };
  return `${JSON.stringify(hold, null, 2)}\n`;
}

/** Three commands for a POSIX shell. The bundles are named so that the shell gives them in their order. */
export function restoreHeld(bucket: string, prefix: string, repo: string): string[] {
  const name = shell(`${repo.split("/")[1] ?? repo}.git`);
  return [
    `aws s3 cp --recursive ${shell(`s3://${bucket}/${prefix}`)} held`,
    `git clone --mirror held/0001.bundle ${name}`,
    `for each in held/*.bundle; do git -C ${name} fetch --prune "../$each" '+refs/*:refs/*'; done`,
  ];
}
