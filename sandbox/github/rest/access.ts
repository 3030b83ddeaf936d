import { type Caller, grants, includes, roleOf, sees } from "../callers";
import { sameName } from "../repository-names";
import type { Organisation, Repository } from "../state";
import { ApiError, notFound } from "./api-error";
import { type Needs, pathBelow, type RestRequest } from "./route";

/**
 * The repository a route speaks of, once the caller may do there what the route `needs`. The order is GitHub's: what
 * the caller may not see is 404, a former name 301, a blocked repository 451, a missing permission 403.
 */
export function repositoryFor(request: RestRequest, needs: Needs): Repository {
  const { caller, github, params } = request;
  const { owner = "", repo = "" } = params;
  const repository = github.repositories.find(owner, repo);
  if (!repository) {
    const renamed = github.repositories.findRenamed(owner, repo);
    if (renamed && sees(caller, renamed)) throw moved(request, renamed);
    throw notFound();
  }
  if (!sees(caller, repository)) throw notFound();
  if (repository.blocked) {
    const { reason, createdAt } = repository.blocked;
    const block = { reason, created_at: createdAt, html_url: "https://github.com/github/dmca" };
    throw new ApiError(451, "Repository access blocked", { block });
  }
  checkPermission(caller, repository, needs);
  return repository;
}

/** Like `repositoryFor`, for a change: an archived repository takes none. */
export function writableRepository(request: RestRequest, needs: Needs): Repository {
  const repository = repositoryFor(request, needs);
  if (repository.archived) throw new ApiError(403, "Repository was archived so is read-only.");
  return repository;
}

/** The organisation of the route's `{org}`. With `needs`, the caller must be of it and may do so. */
export function organisationFor(request: RestRequest, needs?: Needs): Organisation {
  const { caller, github, params } = request;
  const organisation = github.state.organisations.find((each) => sameName(each.login, params.org ?? ""));
  if (!organisation) throw notFound();
  if (!needs) return organisation;
  if (caller.kind === "anonymous") throw requiresAuthentication();
  if (caller.kind === "app") throw inaccessible();
  if (caller.kind === "installation") {
    if (!sameName(caller.installation.account, organisation.login)) throw inaccessible();
    if (!grants(caller.token.permissions, needs.name, needs.level)) throw inaccessible();
    return organisation;
  }
  const role = roleOf(caller.person, organisation.login);
  if (!role) throw new ApiError(403, `You must be a member of ${organisation.login} to see it.`);
  if (needs.level === "write" && role !== "admin") {
    throw new ApiError(403, "You need admin access to the organization before adding a repository to it.");
  }
  return organisation;
}

export function inaccessible(): ApiError {
  return new ApiError(403, "Resource not accessible by integration");
}

export function requiresAuthentication(): ApiError {
  return new ApiError(401, "Requires authentication");
}

function checkPermission(caller: Caller, repository: Repository, needs: Needs): void {
  const publicRead = !repository.private && needs.level === "read" && needs.name !== "administration";
  switch (caller.kind) {
    case "anonymous":
      if (!publicRead) throw requiresAuthentication();
      return;
    case "app":
      throw inaccessible();
    case "installation": {
      const inScope =
        includes(caller.installation, repository) &&
        (caller.token.repositoryIds?.includes(repository.id) ?? true) &&
        grants(caller.token.permissions, needs.name, needs.level);
      if (!inScope && !publicRead) throw inaccessible();
      return;
    }
    case "person": {
      if (publicRead) return;
      if (needs.level === "read" && needs.name !== "administration") return;
      const mayAdminister = roleOf(caller.person, repository.organisation) === "admin";
      if (!mayAdminister || !caller.token.scopes.includes("repo")) {
        throw new ApiError(403, "Must have admin rights to Repository.");
      }
    }
  }
}

/** GitHub's redirect to the repository's lasting address: 301 to read, 307 so that a change stays a change. */
function moved(request: RestRequest, renamed: Repository): ApiError {
  const { apiUrl } = request.github;
  const rest = pathBelow(apiUrl, request.url).split("/").slice(4);
  const location = [`${apiUrl}/repositories/${renamed.id}`, ...rest].join("/") + request.url.search;
  const reading = request.method === "GET";
  const message = reading ? "Moved Permanently" : "Temporary Redirect";
  return new ApiError(reading ? 301 : 307, message, { url: location }, { location });
}
