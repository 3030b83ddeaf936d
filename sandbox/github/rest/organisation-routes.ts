import { z } from "zod";
import { nameOf, roleOf, sees } from "../callers";
import { policyOf, type Visibility } from "../organisation-policy";
import { repositoryName, sameName } from "../repository-names";
import type { Organisation, Person, Repository, Team } from "../state";
import { inaccessible, organisationFor } from "./access";
import { ApiError, notFound } from "./api-error";
import { paged } from "./paging";
import { type Needs, ok, parseBody, type RestRequest, type Route } from "./route";
import { fullOrganisation, organisationRuleset } from "./shapes/accounts";
import { fullRepository, listedRepository } from "./shapes/repositories";
import { fullTeam, organisationMembership, teamMembership, teamShape } from "./shapes/teams";

const MEMBERS: Needs = { name: "members", level: "read" };
const CREATE: Needs = { name: "administration", level: "write" };

/** To read them takes the permission to change them. */
const RULES: Needs = { name: "organization_administration", level: "write" };

const creationSchema = z.object({
  name: z.string(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  private: z.boolean().optional(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  has_issues: z.boolean().default(true),
  has_projects: z.boolean().default(true),
  has_wiki: z.boolean().default(true),
});

export const organisationRoutes: Route[] = [
  {
    method: "GET",
    template: "/orgs/{org}",
    handle: (request) => ok(fullOrganisation(request.github, organisationFor(request), request.caller)),
  },
  {
    method: "GET",
    template: "/orgs/{org}/rulesets",
    needs: RULES,
    handle: (request) => {
      const { login } = organisationFor(request, RULES);
      const { page, headers } = paged(request, policyOf(request.github, login).rulesets);
      return ok(
        page.map(({ name, enforcement }, index) => organisationRuleset(login, index + 1, name, enforcement)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/orgs/{org}/repos",
    needs: { name: "metadata", level: "read" },
    handle: async (request) => {
      const { github, caller } = request;
      const type = request.url.searchParams.get("type") ?? "all";
      const visible = github.repositories
        .list(organisationFor(request).login)
        .filter((each) => sees(caller, each))
        .filter((each) => !["public", "private"].includes(type) || each.private === (type === "private"));
      const { page, headers } = paged(request, visible);
      return ok(await Promise.all(page.map((each) => listedRepository(github, caller, each))), headers);
    },
  },
  { method: "POST", template: "/orgs/{org}/repos", needs: CREATE, handle: createRepository },
  {
    method: "GET",
    template: "/orgs/{org}/memberships/{username}",
    needs: MEMBERS,
    handle: (request) => {
      const { login } = organisationFor(request, MEMBERS);
      const person = personOf(request);
      const role = roleOf(person, login);
      if (!role) throw notFound();
      return ok(organisationMembership(request.github, login, person, role));
    },
  },
  {
    method: "GET",
    template: "/orgs/{org}/teams",
    needs: MEMBERS,
    handle: (request) => {
      const { login } = organisationFor(request, MEMBERS);
      const teams = request.github.state.teams.filter((each) => sameName(each.organisation, login));
      const { page, headers } = paged(request, teams);
      return ok(
        page.map((each) => teamShape(request.github, each)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/orgs/{org}/teams/{slug}",
    needs: MEMBERS,
    handle: (request) => ok(fullTeam(request.github, teamOf(request))),
  },
  {
    method: "GET",
    template: "/orgs/{org}/teams/{slug}/memberships/{username}",
    needs: MEMBERS,
    handle: (request) => {
      const team = teamOf(request);
      const person = personOf(request);
      if (!team.members.some((login) => sameName(login, person.login))) throw notFound();
      return ok(teamMembership(request.github, team, person));
    },
  },
];

async function createRepository(request: RestRequest) {
  const { github, caller } = request;
  const organisation = organisationFor(request, CREATE);
  // What a token limited to some repositories may not do: it would see more than it was given.
  if (caller.kind === "installation" && caller.token.repositoryIds) throw inaccessible();
  const wanted = parseBody(request, creationSchema);
  const verdict = repositoryName(wanted.name);
  if ("refusal" in verdict) throw creationFailed("name", verdict.refusal);
  if (github.repositories.find(organisation.login, verdict.name)) {
    throw creationFailed("name", "name already exists on this account");
  }
  const visibility = wanted.visibility ?? (wanted.private ? "private" : "public");
  checkPolicy(request, organisation, visibility);
  const record = await github.repositories.create({
    organisation: organisation.login,
    name: verdict.name,
    private: visibility !== "public",
    ...(visibility === "internal" ? { internal: true } : {}),
    description: wanted.description ?? null,
    homepage: wanted.homepage ?? null,
    hasIssues: wanted.has_issues,
    hasProjects: wanted.has_projects,
    hasWiki: wanted.has_wiki,
    createdBy: nameOf(caller),
  });
  await grantToCreator(request, record);
  const body = await fullRepository(github, caller, record);
  return { status: 201, body, headers: { location: body.url } };
}

/** Owners are held to nothing; a member and an App get the same words, whatever it is they may not create. */
function checkPolicy({ github, caller }: RestRequest, { login }: Organisation, visibility: Visibility): void {
  const { enterprise, mayCreate } = policyOf(github, login);
  if (visibility === "internal" && !enterprise) {
    throw creationFailed(
      "visibility",
      "Only organizations associated with an enterprise can set visibility to internal",
    );
  }
  const isOwner = caller.kind === "person" && roleOf(caller.person, login) === "admin";
  if (!isOwner && !mayCreate.includes(visibility)) {
    throw new ApiError(403, "You need admin access to the organization before adding a repository to it.");
  }
}

/** An App that was given only selected repositories is given each one it makes as well. */
async function grantToCreator({ caller, github }: RestRequest, record: Repository): Promise<void> {
  if (caller.kind !== "installation" || caller.installation.repositories === "all") return;
  caller.installation.repositories.push(record.name);
  await github.save();
}

function creationFailed(field: string, message: string): ApiError {
  return new ApiError(422, "Repository creation failed.", {
    errors: [{ resource: "Repository", code: "custom", field, message }],
  });
}

function personOf({ github, params }: RestRequest): Person {
  const found = github.state.people.find((each) => sameName(each.login, params.username ?? ""));
  if (!found) throw notFound();
  return found;
}

function teamOf(request: RestRequest): Team {
  const { login } = organisationFor(request, MEMBERS);
  const found = request.github.state.teams.find(
    (each) => sameName(each.organisation, login) && sameName(each.slug, request.params.slug ?? ""),
  );
  if (!found) throw notFound();
  return found;
}
