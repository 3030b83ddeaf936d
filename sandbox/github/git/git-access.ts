import { type Caller, grants, identify, includes, nameOf, roleOf, sees } from "../callers";
import type { Github } from "../github";
import { policyOf } from "../organisation-policy";
import type { Repository } from "../state";

export type GitService = "git-upload-pack" | "git-receive-pack";

export interface GitTarget {
  organisation: string;
  /** Without ".git"; may end with ".wiki". */
  name: string;
  service: GitService;
}

/** What git is told: go on, look elsewhere, or a refusal with the words GitHub prints behind "remote:". */
export type GitVerdict =
  | { kind: "granted"; caller: Caller; repository: Repository; directory: string; restrictions: PushRestrictions }
  | { kind: "moved"; to: string }
  | { kind: "refused"; status: 401 | 403 | 404; message: string };

/** What the push of this caller must not contain; enforced by the hook. */
export interface PushRestrictions {
  /** GitHub's words for a workflow file in the push; undefined when the caller may push them. */
  workflowRefusal?: string;
  rules: { pattern: string; reason: string }[];
  /** Rulesets of the organisation that are in force. */
  rulesets: { pattern: string; violation: string }[];
  /** What push protection looks for. */
  secrets: { name: string; pattern: string }[];
  allowedSecrets: string[];
  repository: { id: number; url: string };
}

/** Decides whether a git request may go on. Everything not granted is refused. */
export function authorizeGit(github: Github, target: GitTarget, authorization: string | undefined): GitVerdict {
  const caller = identify(github, authorization);
  if (typeof caller === "string" || caller.kind === "app") {
    return refused(401, "Invalid username or token. Password authentication is not supported for Git operations.");
  }
  const isWiki = /\.wiki$/i.test(target.name);
  const name = target.name.replace(/\.wiki$/i, "");
  const repository = github.repositories.find(target.organisation, name);
  const renamed = repository ? undefined : github.repositories.findRenamed(target.organisation, name);
  if (renamed && sees(caller, renamed)) {
    return { kind: "moved", to: `${renamed.organisation}/${renamed.name}${isWiki ? ".wiki" : ""}.git` };
  }
  if (!repository || !sees(caller, repository)) {
    // Without credentials, "there is none" and "you may not" look the same and ask for some.
    return caller.kind === "anonymous"
      ? refused(401, "Authentication required.")
      : refused(404, "Repository not found.");
  }
  const refusal = refuse(caller, repository, target.service);
  if (refusal) return refusal;
  const { repositories } = github;
  return {
    kind: "granted",
    caller,
    repository,
    directory: isWiki ? repositories.wikiDirectory(repository) : repositories.directory(repository),
    restrictions: { ...workflowRestriction(caller), ...policyRestrictions(github, repository) },
  };
}

function refuse(caller: Caller, repository: Repository, service: GitService): GitVerdict | undefined {
  if (repository.blocked) {
    return refused(
      403,
      `Repository unavailable due to ${repository.blocked.reason.toUpperCase()} takedown.\nSee the takedown notice for more details:\nhttps://github.com/github/dmca`,
    );
  }
  const writing = service === "git-receive-pack";
  if (!writing && !repository.private) return undefined;
  if (caller.kind === "anonymous") return refused(401, "Authentication required.");
  if (!mayUse(caller, repository, writing ? "write" : "read")) {
    if (!writing) return refused(403, "Resource not accessible by integration");
    return caller.kind === "person"
      ? refused(403, `Permission to ${repository.organisation}/${repository.name}.git denied to ${nameOf(caller)}.`)
      : refused(403, "Write access to repository not granted.");
  }
  if (writing && repository.archived) return refused(403, "This repository was archived so it is read-only.");
  return undefined;
}

function mayUse(caller: Caller, repository: Repository, level: "read" | "write"): boolean {
  if (caller.kind === "installation") {
    const { permissions, repositoryIds } = caller.token;
    if (caller.installation.suspendedAt || !includes(caller.installation, repository)) return false;
    return (repositoryIds?.includes(repository.id) ?? true) && grants(permissions, "contents", level);
  }
  if (caller.kind !== "person") return false;
  if (
    !caller.token.scopes.includes(repository.private ? "repo" : "public_repo") &&
    !caller.token.scopes.includes("repo")
  )
    return false;
  const role = roleOf(caller.person, repository.organisation);
  return level === "read" ? role !== undefined : role === "admin";
}

function workflowRestriction(caller: Caller): { workflowRefusal?: string } {
  const words = (who: string, what: string) =>
    `refusing to allow ${who} to create or update workflow \`%s\` without \`${what}`;
  if (caller.kind === "installation" && !grants(caller.token.permissions, "workflows", "write")) {
    return { workflowRefusal: words("a GitHub App", "workflows` permission") };
  }
  if (caller.kind === "person" && !caller.token.scopes.includes("workflow")) {
    const who = caller.token.clientId ? "an OAuth App" : "a Personal Access Token";
    return { workflowRefusal: words(who, "workflow` scope") };
  }
  return {};
}

function policyRestrictions(github: Github, repository: Repository) {
  const { organisation, name, id, rules, allowedSecrets = [] } = repository;
  const { rulesets, secrets } = policyOf(github, organisation);
  return {
    rules,
    rulesets: rulesets.filter(({ enforcement }) => enforcement === "active"),
    secrets,
    allowedSecrets,
    repository: { id, url: `${github.webUrl}/${organisation}/${name}` },
  };
}

function refused(status: 401 | 403 | 404, message: string): GitVerdict {
  return { kind: "refused", status, message };
}
