import { z } from "zod";
import { grants, includes, permissionsOf, sees } from "../callers";
import { sameName } from "../repository-names";
import type { App, Installation, Repository } from "../state";
import { inaccessible } from "./access";
import { ApiError, notFound, unprocessable } from "./api-error";
import { paged } from "./paging";
import { noContent, ok, parseBody, type RestRequest, type Route } from "./route";
import { integration } from "./shapes/accounts";
import { installationShape } from "./shapes/installations";
import { listedRepository } from "./shapes/repositories";

const MOST_REPOSITORIES_PER_TOKEN = 500;

const tokenSchema = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.int()).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
});

/** What an App does as itself (with its JWT), and what a token can do with itself. */
export const appRoutes: Route[] = [
  {
    method: "GET",
    template: "/app",
    handle: (request) => ok(integration(request.github, appOf(request))),
  },
  {
    method: "GET",
    template: "/app/installations",
    handle: (request) => {
      const app = appOf(request);
      const { page, headers } = paged(request, app.installations);
      return ok(
        page.map((each) => installationShape(request.github, app, each)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/app/installations/{id}",
    handle: (request) => {
      const app = appOf(request);
      return ok(installationShape(request.github, app, installationOf(request, app)));
    },
  },
  {
    method: "GET",
    template: "/orgs/{org}/installation",
    handle: (request) => {
      const app = appOf(request);
      const found = app.installations.find((each) => sameName(each.account, request.params.org ?? ""));
      if (!found) throw notFound();
      return ok(installationShape(request.github, app, found));
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/installation",
    handle: (request) => {
      const app = appOf(request);
      const { owner = "", repo = "" } = request.params;
      const repository = request.github.repositories.find(owner, repo);
      const found = repository && app.installations.find((each) => includes(each, repository));
      if (!found) throw notFound();
      return ok(installationShape(request.github, app, found));
    },
  },
  { method: "POST", template: "/app/installations/{id}/access_tokens", handle: mintToken },
  {
    method: "DELETE",
    template: "/installation/token",
    handle: async ({ caller, github }) => {
      if (caller.kind !== "installation") throw inaccessible();
      await github.tokens.revoke(caller.token);
      return noContent;
    },
  },
  {
    method: "GET",
    template: "/installation/repositories",
    needs: { name: "metadata", level: "read" },
    handle: async (request) => {
      const { caller, github } = request;
      if (caller.kind !== "installation") throw inaccessible();
      const all = github.repositories
        .list(caller.installation.account)
        .filter((each) => sees(caller, each) && inScope(caller.token.repositoryIds, caller.installation, each));
      const { page, headers } = paged(request, all);
      const body = {
        total_count: all.length,
        repository_selection:
          caller.token.repositoryIds || caller.installation.repositories !== "all" ? "selected" : "all",
        repositories: await Promise.all(page.map((each) => listedRepository(github, caller, each))),
      };
      return ok(body, headers);
    },
  },
];

async function mintToken(request: RestRequest) {
  const { github, caller } = request;
  const app = appOf(request);
  const installation = installationOf(request, app);
  if (installation.suspendedAt) throw new ApiError(403, "This installation has been suspended");
  const wanted = parseBody(request, tokenSchema);
  const granted = permissionsOf(app, installation);
  for (const [name, level] of Object.entries(wanted.permissions ?? {})) {
    if (!["read", "write", "admin"].includes(level) || !grants(granted, name, level)) {
      throw unprocessable("The permissions requested are not granted to this installation.");
    }
  }
  const selected = selectRepositories(request, installation, wanted);
  const permissions = wanted.permissions ? { metadata: "read", ...wanted.permissions } : granted;
  const { token, expiresAt } = await github.tokens.mintForInstallation(
    {
      appId: app.id,
      installationId: installation.id,
      permissions,
      ...(selected ? { repositoryIds: selected.map(({ id }) => id) } : {}),
    },
    github.limits,
  );
  const repositories = await Promise.all((selected ?? []).map((each) => listedRepository(github, caller, each)));
  const body = {
    token,
    expires_at: expiresAt,
    permissions,
    repository_selection: selected || installation.repositories !== "all" ? "selected" : "all",
    ...(selected ? { repositories } : {}),
  };
  return { status: 201, body };
}

/** The repositories a token is narrowed to; undefined when it is not narrowed. */
function selectRepositories(
  { github }: RestRequest,
  installation: Installation,
  wanted: z.infer<typeof tokenSchema>,
): Repository[] | undefined {
  if (!wanted.repositories && !wanted.repository_ids) return undefined;
  const found = [
    ...(wanted.repositories ?? []).map((name) => github.repositories.find(installation.account, name)),
    ...(wanted.repository_ids ?? []).map((id) => github.repositories.findById(id)),
  ];
  if (found.length > MOST_REPOSITORIES_PER_TOKEN) {
    throw unprocessable(`A token can be limited to at most ${MOST_REPOSITORIES_PER_TOKEN} repositories.`);
  }
  const accessible = found.filter((each) => each !== undefined && includes(installation, each));
  if (found.length === 0 || accessible.length < found.length) {
    throw unprocessable(
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  return accessible.filter((each) => each !== undefined);
}

function inScope(ids: number[] | undefined, installation: Installation, repository: Repository): boolean {
  return includes(installation, repository) && (ids?.includes(repository.id) ?? true);
}

function appOf({ caller }: RestRequest): App {
  if (caller.kind !== "app") throw new ApiError(401, "A JSON web token could not be decoded");
  return caller.app;
}

function installationOf({ params }: RestRequest, app: App): Installation {
  const found = app.installations.find((each) => String(each.id) === params.id);
  if (!found) throw notFound();
  return found;
}
