// A held chain: copies of the bundles that rebuild a repository as a snapshot has it, outside of what expires with the
// snapshots: because of an anomaly, or because a person asked for it. hold.json is written last: a folder without it is not complete.
import { z } from "zod";
import { anomalyRecord } from "./anomaly-schema";
import { holdBundleKey } from "./bucket-keys";
import { snapshotId } from "./ids-schema";
import { parseJson } from "./json";
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

/** Why a chain is held: an anomaly (`kind` is its kind), or a person's own words (`kind` is ASKED). */
const holdReason = z.looseObject({ kind: z.string(), message: z.string() });
export type HoldReason = z.infer<typeof holdReason>;

export const ASKED = "asked";
/** A person's reason as hold.json has it: their sentence, who they are, when, and by which run. */
export const askedReason = (message: string, by: string, at: Date, run: string): HoldReason => ({
  ...{ kind: ASKED, message, by, at: at.toISOString(), run },
});

/** Of hold.json, what a hold that is placed once more goes by. */
const holdFile = z.looseObject({
  version: z.literal(1),
  /** Since when it is held. */
  placed_at: z.iso.datetime(),
  /** When it was last copied anew; absent where it never was. */
  renewed_at: z.iso.datetime().optional(),
  /** The run that placed it. */
  run: z.string(),
  why: z.array(holdReason),
});
export type HoldFile = z.infer<typeof holdFile>;

/** Undefined for what is no hold.json of ours. */
export const parseHoldFile = (text: string): HoldFile | undefined => holdFile.safeParse(parseJson(text)).data;

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
  facts: Pick<HoldFile, "why" | "placed_at" | "renewed_at" | "run">,
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
    placed_at: facts.placed_at,
    renewed_at: facts.renewed_at,
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
