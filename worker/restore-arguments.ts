// The command line of `restore`: read into the same request that the console makes.
import { AppError } from "@/lib/domain/errors";
import { parseInput, repositoryName, runId, snapshotId } from "@/lib/domain/ids-schema";
import { recoveredBranch } from "@/lib/domain/recovered-branch";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { side } from "@/lib/domain/side-schema";
import type { Asked } from "./restore/restore-context";

export const RESTORE_OPTIONS = {
  snapshot: { type: "string" },
  source: { type: "string" },
  repository: { type: "string" },
  target: { type: "string" },
  all: { type: "boolean" },
  repositories: { type: "string" },
  organisation: { type: "string" },
  prefix: { type: "string" },
  suffix: { type: "string" },
  ref: { type: "string" },
  branch: { type: "string" },
  export: { type: "boolean" },
  local: { type: "string" },
  rearm: { type: "string" },
  visibility: { type: "string" },
  unarchive: { type: "boolean" },
  "repository-id": { type: "string" },
  "restored-by": { type: "string" },
  confirm: { type: "string" },
  retry: { type: "string" },
  check: { type: "boolean" },
  "dry-run": { type: "boolean" },
} as const;

type Options = typeof RESTORE_OPTIONS;
export type RestoreValues = { [K in keyof Options]?: Options[K]["type"] extends "boolean" ? boolean : string };

/** How a run is done; everything else says what is wanted. */
const MANNERS = new Set<keyof RestoreValues>(["retry", "check", "dry-run", "confirm"]);

/** @throws AppError input-invalid naming the option that is missing or wrong */
export function askedFrom(values: RestoreValues): Asked {
  const wanted = (Object.keys(RESTORE_OPTIONS) as (keyof RestoreValues)[]).filter(
    (name) => values[name] !== undefined && !MANNERS.has(name),
  );
  const retryOf = values.retry === undefined ? undefined : parseInput(runId, values.retry, "--retry");
  if (retryOf && wanted.length > 0)
    throw new AppError("input-invalid", { problem: `--retry goes on with that run's plan; leave out --${wanted[0]}` });
  return {
    request: wanted.length > 0 ? requestFrom(values) : undefined,
    retryOf,
    dryRun: values["dry-run"] === true,
    checkOnly: values.check === true,
    confirm: values.confirm,
  };
}

/** Whether it needs the restore App. A disaster is not the time to look for a key that is not used. */
export function asksGitHub({ request, dryRun }: Asked): boolean {
  return !dryRun && request?.kind !== "local" && request?.kind !== "export";
}

function requestFrom(values: RestoreValues): RestoreRequest {
  const parsed = restoreRequest.safeParse(rawRequest(values));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join(".") || "the request";
  throw new AppError("input-invalid", { problem: `${OPTION_OF[field] ?? field}: ${issue?.message}` });
}

/** Where a field of the request is not called as its option is. */
const OPTION_OF: Record<string, string> = {
  "naming.organisation": "--organisation",
  "naming.prefix": "--prefix",
  "naming.suffix": "--suffix",
  "change.visibility": "--visibility",
  "change.action": "--rearm",
  ref: "--ref",
  branch: "--branch",
  directory: "--local",
  repositoryId: "--repository-id",
};

function rawRequest(values: RestoreValues): unknown {
  if (values.rearm !== undefined) return rearm(values);
  const snapshot = parseInput(snapshotId, values.snapshot, "--snapshot");
  const source = parseInput(side, values.source ?? "primary", "--source");
  const from = { snapshot, source };
  if (values.all || values.repositories !== undefined) {
    const { organisation, prefix, suffix } = values;
    return { kind: "batch", ...from, repositories: repositoriesFrom(values), naming: { organisation, prefix, suffix } };
  }
  const repository = parseInput(repositoryName, values.repository, "--repository");
  if (values.export) return { kind: "export", ...from, repository };
  if (values.local !== undefined) return { kind: "local", ...from, repository, directory: values.local };
  if (values.ref !== undefined) {
    const { branch = recoveredBranch(values.ref) } = values;
    // Most often it goes back to where it was lost.
    const target = parseInput(repositoryName, values.target ?? repository, "--target");
    return { kind: "ref", ...from, repository, ref: values.ref, target, branch };
  }
  return { kind: "repository", ...from, repository, target: parseInput(repositoryName, values.target, "--target") };
}

function repositoriesFrom({ all, repositories = "" }: RestoreValues): "all" | string[] {
  if (all) return "all";
  const names = repositories.split(",").map((name) => name.trim());
  return names.filter(Boolean).map((name) => parseInput(repositoryName, name, "--repositories"));
}

function rearm(values: RestoreValues): unknown {
  const { rearm: action, visibility, unarchive } = values;
  return {
    kind: "rearm",
    target: parseInput(repositoryName, values.target, "--target"),
    repositoryId: Number(values["repository-id"]),
    restoredBy: parseInput(runId, values["restored-by"], "--restored-by"),
    change: { action, visibility, archived: action === "archive" ? unarchive !== true : undefined },
  };
}
