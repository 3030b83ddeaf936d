// What the pages that look into a backup ask, as the server takes it.
import { z } from "zod";
import { REF_KINDS } from "./browse";
import { LONGEST_PATH } from "./git-path";
import { repositoryName, snapshotId } from "./ids-schema";
import { side } from "./side-schema";

/** One repository of one snapshot. */
export const browsed = z.object({
  snapshot: snapshotId,
  repository: repositoryName,
  side: side.default("primary"),
});
export type Browsed = z.infer<typeof browsed>;

/** A full name (`refs/heads/main`), or the whole id of a commit. */
const rev = z.string().min(1).max(1024);
const path = z.string().max(LONGEST_PATH).default("");
const offset = z.coerce.number().int().min(0).max(10_000_000).default(0);
const find = z.string().max(200).default("");

export const browsedPlace = browsed.extend({ ref: rev, path });
export const browsedTree = browsedPlace.extend({ find });
export const browsedCommits = browsedPlace.extend({ offset });
export const browsedRefs = browsed.extend({ kind: z.enum(REF_KINDS), find, offset });

/** A ref that moved. */
export const refMove = z.object({ old: z.string(), new: z.string() });
export type RefMove = z.infer<typeof refMove>;
