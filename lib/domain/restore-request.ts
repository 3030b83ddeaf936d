// What can be asked of a restore, by the console and by the command line alike.
import type { RepositoryName } from "./ids";
import type { RestoreRequest } from "./restore-request-schema";
import type { TextRule } from "./text-rule";

export type { Naming, RearmChange, RestoreRequest } from "./restore-request-schema";

/** The full name of a ref, as refs.ts escapes it. */
export const REF_NAME: TextRule = {
  form: /^refs\/[^\s~^:?*[\\]+(\\x[0-9a-f]{2}[^\s~^:?*[\\]*)*$/,
  wrong: "must be written like refs/heads/main",
};

/** Without `refs/heads/`; git has the last word on it. */
export const BRANCH_NAME: TextRule = {
  least: 1,
  most: 200,
  form: /^(?![-/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\p{Cc}\s~^:?*[\\]*(?<![/.])$/u,
  wrong: "is not a branch name git accepts",
};

/** An organisation's login; what may stand before the slash of a repository's name. */
export const ORGANISATION_NAME: TextRule = {
  form: /^[A-Za-z0-9_.-]{1,100}$/,
  wrong: "must be an organisation's login",
};

/** What stands before or behind the names of a batch. */
export const AFFIX: TextRule = { most: 60, form: /^[^/]*$/, wrong: "must not contain a slash" };

/** Repositories that can be named in one request. */
export const MOST_OF_A_BATCH = 10_000;

export const VISIBILITIES = ["private", "internal", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

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

/** The repository that a request is about, where it is one. */
export function repositoryOf(request: RestoreRequest): RepositoryName | undefined {
  return "repository" in request ? request.repository : undefined;
}

/** The one repository on GitHub that a request writes to, where it is one. */
export function targetOf(request: RestoreRequest): RepositoryName | undefined {
  return "target" in request ? request.target : undefined;
}
