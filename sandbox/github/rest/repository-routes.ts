import { z } from "zod";
import { readRef } from "../git/read-repository";
import { setDefaultBranch } from "../git/set-default-branch";
import { policyOf } from "../organisation-policy";
import { repositoryName } from "../repository-names";
import type { Repository } from "../state";
import { repositoryFor, writableRepository } from "./access";
import { ApiError, unprocessable } from "./api-error";
import { type Needs, noContent, ok, parseBody, type RestRequest, type Route } from "./route";
import { fullRepository } from "./shapes/repositories";

const READ: Needs = { name: "metadata", level: "read" };
const ADMINISTER: Needs = { name: "administration", level: "write" };
const INSPECT: Needs = { name: "administration", level: "read" };

const TOPIC = /^[a-z0-9][a-z0-9-]{0,49}$/;
const MOST_TOPICS = 20;

const changeSchema = z.object({
  name: z.string().optional(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  private: z.boolean().optional(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  default_branch: z.string().optional(),
  archived: z.boolean().optional(),
  has_issues: z.boolean().optional(),
  has_projects: z.boolean().optional(),
  has_wiki: z.boolean().optional(),
});

const actionsSchema = z.object({
  enabled: z.boolean(),
  allowed_actions: z.enum(["all", "local_only", "selected"]).optional(),
});

export const repositoryRoutes: Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}",
    needs: READ,
    handle: async (request) => ok(await fullRepository(request.github, request.caller, repositoryFor(request, READ))),
  },
  { method: "PATCH", template: "/repos/{owner}/{repo}", needs: ADMINISTER, handle: changeRepository },
  {
    method: "DELETE",
    template: "/repos/{owner}/{repo}",
    needs: ADMINISTER,
    handle: async (request) => {
      await request.github.repositories.remove(repositoryFor(request, ADMINISTER));
      return noContent;
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/topics",
    needs: READ,
    handle: (request) => ok({ names: repositoryFor(request, READ).topics }),
  },
  {
    method: "PUT",
    template: "/repos/{owner}/{repo}/topics",
    needs: ADMINISTER,
    handle: async (request) => {
      const repository = writableRepository(request, ADMINISTER);
      const names = parseBody(request, z.object({ names: z.array(z.string()) })).names.map((name) =>
        name.toLowerCase(),
      );
      if (names.length > MOST_TOPICS || !names.every((name) => TOPIC.test(name))) {
        throw unprocessable("Validation Failed", { resource: "Repository", code: "invalid", field: "topics" });
      }
      await change(request, repository, { topics: names });
      return ok({ names });
    },
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/actions/permissions",
    needs: INSPECT,
    handle: (request) => {
      const { enabled, allowed } = repositoryFor(request, INSPECT).actions;
      return ok({ enabled, ...(enabled ? { allowed_actions: allowed } : {}), sha_pinning_required: false });
    },
  },
  {
    method: "PUT",
    template: "/repos/{owner}/{repo}/actions/permissions",
    needs: ADMINISTER,
    handle: async (request) => {
      const repository = repositoryFor(request, ADMINISTER);
      const { enabled, allowed_actions } = parseBody(request, actionsSchema);
      await change(request, repository, {
        actions: { enabled, allowed: allowed_actions ?? repository.actions.allowed },
      });
      return noContent;
    },
  },
];

async function changeRepository(request: RestRequest) {
  const { github, caller } = request;
  const repository = repositoryFor(request, ADMINISTER);
  const wanted = parseBody(request, changeSchema);
  if (repository.archived && wanted.archived !== false) {
    throw new ApiError(403, "Repository was archived so is read-only.");
  }
  // All checks come first: a refused request changes nothing.
  const name = wanted.name === undefined ? undefined : newName(request, repository, wanted.name);
  if (wanted.visibility === "internal" && !policyOf(github, repository.organisation).enterprise) {
    throw unprocessable("Only organizations associated with an enterprise can set visibility to internal");
  }
  if (wanted.default_branch !== undefined) {
    const directory = github.repositories.directory(repository);
    if (!(await readRef(directory, `refs/heads/${wanted.default_branch}`))) {
      throw new ApiError(422, "Validation Failed", {
        errors: [
          {
            resource: "Repository",
            code: "invalid",
            field: "default_branch",
            message: `The branch ${wanted.default_branch} was not found. Please push that ref first or create it via the Git Data API.`,
          },
        ],
      });
    }
    await setDefaultBranch(directory, wanted.default_branch);
  }
  const isPrivate = wanted.visibility ? wanted.visibility !== "public" : wanted.private;
  await change(request, repository, {
    ...(wanted.description === undefined ? {} : { description: wanted.description }),
    ...(wanted.homepage === undefined ? {} : { homepage: wanted.homepage }),
    ...(isPrivate === undefined ? {} : { private: isPrivate, internal: wanted.visibility === "internal" }),
    ...(wanted.archived === undefined ? {} : { archived: wanted.archived }),
    ...(wanted.has_issues === undefined ? {} : { hasIssues: wanted.has_issues }),
    ...(wanted.has_projects === undefined ? {} : { hasProjects: wanted.has_projects }),
    ...(wanted.has_wiki === undefined ? {} : { hasWiki: wanted.has_wiki }),
  });
  if (name !== undefined && name !== repository.name) await github.repositories.rename(repository, { name });
  return ok(await fullRepository(github, caller, repository));
}

function newName({ github }: RestRequest, repository: Repository, wanted: string): string {
  const verdict = repositoryName(wanted);
  const taken = "name" in verdict && github.repositories.find(repository.organisation, verdict.name);
  const refusal =
    "refusal" in verdict
      ? verdict.refusal
      : taken && taken !== repository
        ? "name already exists on this account"
        : undefined;
  if ("name" in verdict && refusal === undefined) return verdict.name;
  throw new ApiError(422, "Validation Failed", {
    errors: [{ resource: "Repository", code: "custom", field: "name", message: refusal ?? "name is invalid" }],
  });
}

async function change({ github }: RestRequest, repository: Repository, to: Partial<Repository>): Promise<void> {
  Object.assign(repository, to, { updatedAt: github.now().toISOString() });
  await github.save();
}
