// What can be asked of a restore, by the console and by the command line alike.
import { z } from "zod";
import { type RepositoryName, repositoryName, runId, snapshotId } from "./ids";
import { side } from "./snapshot";

/** The full name of a ref, as refs.ts escapes it. */
const refName = z
  .string()
  .regex(/^refs\/[^\s~^:?*[\\]+(\\x[0-9a-f]{2}[^\s~^:?*[\\]*)*$/, "must be written like refs/heads/main");

/** Without `refs/heads/`; git has the last word on it. */
export const branchName = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^(?![-/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\p{Cc}\s~^:?*[\\]*(?<![/.])$/u,
    "is not a branch name git accepts",
  );

/** An organisation's login; what may stand before the slash of a repository's name. */
export const organisationName = z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, "must be an organisation's login");

const affix = z
  .string()
  .max(60)
  .regex(/^[^/]*$/, "must not contain a slash")
  .default("");

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
  repositories: z.union([z.literal("all"), z.array(repositoryName).min(1).max(10_000)]),
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

export const VISIBILITIES = ["private", "internal", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

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
export type RestoreKind = RestoreRequest["kind"];
export type RequestOf<K extends RestoreKind> = Extract<RestoreRequest, { kind: K }>;
/** The requests that read a snapshot. */
export type SnapshotRequest = Exclude<RestoreRequest, { kind: "rearm" }>;

export const RESTORE_KINDS = [
  "repository",
  "batch",
  "ref",
  "export",
  "local",
  "rearm",
] as const satisfies RestoreKind[];

/** Requests of the first version had no kind: there was one only. */
export const restoreRequest = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && !("kind" in value) ? { kind: "repository", ...value } : value,
  anyRequest,
);

/** The repository that a request is about, where it is one. */
export function repositoryOf(request: RestoreRequest): RepositoryName | undefined {
  return "repository" in request ? request.repository : undefined;
}

/** The one repository on GitHub that a request writes to, where it is one. */
export function targetOf(request: RestoreRequest): RepositoryName | undefined {
  return "target" in request ? request.target : undefined;
}
