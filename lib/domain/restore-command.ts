// A restore as a command for the worker: the console shows it, and the worker reads it back as the same request.
import type { RunId } from "./ids";
import type { RearmChange, RestoreRequest } from "./restore-request";
import { shellWord } from "./shell-word";

/** `npm run worker -- restore ...` for any request. */
export function workerRestoreCommand(request: RestoreRequest): string {
  return ["npm run worker -- restore", ...optionsOf(request).map(([name, value]) => option(name, value))].join(" ");
}

/** Goes on with a run that failed or did not come to its end. */
export function retryCommand(run: RunId): string {
  return `npm run worker -- restore --retry ${run}`;
}

type Options = [name: string, value: string | true][];

function optionsOf(request: RestoreRequest): Options {
  if (request.kind === "rearm") {
    const { target, repositoryId, restoredBy, change } = request;
    return [
      ["rearm", change.action],
      ...changeOptions(change),
      ["target", target],
      ["repository-id", String(repositoryId)],
      ["restored-by", restoredBy],
      ...(needsConfirmation(change) ? ([["confirm", target]] as Options) : []),
    ];
  }
  const snapshot: Options = [["snapshot", request.snapshot]];
  const source: Options = [["source", request.source]];
  switch (request.kind) {
    case "repository":
      return [...snapshot, ["repository", request.repository], ["target", request.target], ...source];
    case "batch": {
      const { organisation, prefix, suffix } = request.naming;
      const what: Options =
        request.repositories === "all" ? [["all", true]] : [["repositories", request.repositories.join(",")]];
      const names: Options = [
        ...(organisation ? ([["organisation", organisation]] as Options) : []),
        ...(prefix ? ([["prefix", prefix]] as Options) : []),
        ...(suffix ? ([["suffix", suffix]] as Options) : []),
      ];
      return [...snapshot, ...what, ...names, ...source];
    }
    case "ref": {
      const { repository, ref, target, branch } = request;
      return [...snapshot, ["repository", repository], ["ref", ref], ["target", target], ["branch", branch], ...source];
    }
    case "export":
      return [...snapshot, ["repository", request.repository], ["export", true], ...source];
    case "local":
      return [...snapshot, ["repository", request.repository], ["local", request.directory], ...source];
  }
}

function changeOptions(change: RearmChange): Options {
  if (change.action === "set-visibility") return [["visibility", change.visibility]];
  if (change.action === "archive") return change.archived ? [] : [["unarchive", true]];
  return [];
}

function needsConfirmation(change: RearmChange): boolean {
  return change.action === "delete" || (change.action === "set-visibility" && change.visibility === "public");
}

/** `=` keeps a value that begins with a dash from being read as an option. */
function option(name: string, value: string | true): string {
  if (value === true) return `--${name}`;
  return value.startsWith("-") ? `--${name}=${shellWord(value)}` : `--${name} ${shellWord(value)}`;
}
