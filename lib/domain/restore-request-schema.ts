// What can be asked of a restore, as the console's server and the command line take it.
import { z } from "zod";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { AFFIX, BRANCH_NAME, MOST_OF_A_BATCH, ORGANISATION_NAME, REF_NAME, VISIBILITIES } from "./restore-request";
import { side } from "./side-schema";
import { textBy } from "./text-schema";

const refName = textBy(REF_NAME);
export const branchName = textBy(BRANCH_NAME);
export const organisationName = textBy(ORGANISATION_NAME);
const affix = textBy(AFFIX).default("");

/** How the targets of a batch get their names; `{date}` stands for the snapshot's day. */
export const naming = z.object({
  /** The organisation of the source when missing. */
  organisation: organisationName.optional(),
  prefix: affix,
  suffix: affix,
});
export type Naming = z.infer<typeof naming>;

const from = { snapshot: snapshotId, source: side };

/** One repository into a new one. */
const repositoryRequest = z.object({
  kind: z.literal("repository"),
  ...from,
  repository: repositoryName,
  target: repositoryName,
});

/** Many repositories into new ones. */
const batchRequest = z.object({
  kind: z.literal("batch"),
  ...from,
  /** `all`: every repository the snapshot holds a bundle of. */
  repositories: z.union([z.literal("all"), z.array(repositoryName).min(1).max(MOST_OF_A_BATCH)]),
  naming,
});

/** One ref as a new branch of a repository that exists; an existing branch is never moved. */
const refRequest = z.object({
  kind: z.literal("ref"),
  ...from,
  repository: repositoryName,
  ref: refName,
  target: repositoryName,
  branch: branchName,
});

/** A chain made one bundle, in the records bucket, for a download. */
const exportRequest = z.object({ kind: z.literal("export"), ...from, repository: repositoryName });

/** Into a directory of the machine the worker runs on, which must not exist yet. */
const localRequest = z.object({
  kind: z.literal("local"),
  ...from,
  repository: repositoryName,
  directory: z.string().min(1),
});

/** What was put to sleep for the restore is woken one by one, and what is not wanted is taken away again. */
export const rearmChange = z.discriminatedUnion("action", [
  z.object({ action: z.literal("enable-actions") }),
  z.object({ action: z.literal("set-visibility"), visibility: z.enum(VISIBILITIES) }),
  z.object({ action: z.literal("archive"), archived: z.boolean() }),
  z.object({ action: z.literal("delete") }),
]);
export type RearmChange = z.infer<typeof rearmChange>;

/** A change of a repository that a restore has made; refused for any other. */
const rearmRequest = z.object({
  kind: z.literal("rearm"),
  target: repositoryName,
  /** GitHub's numeric id: a name may have been given to another repository since. */
  repositoryId: z.number().int().positive(),
  /** The run that made it: its journal has to say so. */
  restoredBy: runId,
  change: rearmChange,
});

const anyRequest = z.discriminatedUnion("kind", [
  repositoryRequest,
  batchRequest,
  refRequest,
  exportRequest,
  localRequest,
  rearmRequest,
]);

export type RestoreRequest = z.infer<typeof anyRequest>;

/** Requests of the first version had no kind: there was one only. */
export const restoreRequest = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && !("kind" in value) ? { kind: "repository", ...value } : value,
  anyRequest,
);
