import { roleOf } from "../callers";
import { sameName } from "../repository-names";
import { inaccessible, requiresAuthentication } from "./access";
import { ApiError, notFound } from "./api-error";
import { paged } from "./paging";
import { ok, type RestRequest, type Route } from "./route";
import { privateUser, simpleOrganisation } from "./shapes/accounts";
import { fullTeam, organisationMembership } from "./shapes/teams";

/** What a person's token says of that person. */
export const userRoutes: Route[] = [
  {
    method: "GET",
    template: "/user",
    handle: (request) => ok(privateUser(request.github, personOf(request, []))),
  },
  {
    method: "GET",
    template: "/user/emails",
    handle: (request) => {
      const { email } = personOf(request, ["user", "user:email"]);
      return ok([{ email, primary: true, verified: true, visibility: "private" }]);
    },
  },
  {
    method: "GET",
    template: "/user/orgs",
    handle: (request) => {
      const person = personOf(request, ["user", "read:org", "write:org", "admin:org"]);
      const all = request.github.state.organisations.filter((each) => roleOf(person, each.login));
      const { page, headers } = paged(request, all);
      return ok(
        page.map((each) => simpleOrganisation(request.github, each)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/user/teams",
    handle: (request) => {
      const person = personOf(request, ["user", "read:org", "write:org", "admin:org"]);
      const all = request.github.state.teams.filter((each) =>
        each.members.some((login) => sameName(login, person.login)),
      );
      const { page, headers } = paged(request, all);
      return ok(
        page.map((each) => fullTeam(request.github, each)),
        headers,
      );
    },
  },
  {
    method: "GET",
    template: "/user/memberships/orgs",
    handle: (request) => {
      const person = personOf(request, ["user", "read:org", "write:org", "admin:org"]);
      const all = request.github.state.organisations.flatMap(({ login }) => {
        const role = roleOf(person, login);
        return role ? [organisationMembership(request.github, login, person, role)] : [];
      });
      const { page, headers } = paged(request, all);
      return ok(page, headers);
    },
  },
  {
    method: "GET",
    template: "/user/memberships/orgs/{org}",
    handle: (request) => {
      const person = personOf(request, ["user", "read:org", "write:org", "admin:org"]);
      const { org = "" } = request.params;
      const role = roleOf(person, org);
      const organisation = request.github.state.organisations.find((each) => sameName(each.login, org));
      if (!role || !organisation) throw notFound();
      return ok(organisationMembership(request.github, organisation.login, person, role));
    },
  },
];

/** The person who is asking, provided the token has one of the scopes. */
function personOf({ caller }: RestRequest, scopes: string[]) {
  if (caller.kind === "anonymous") throw requiresAuthentication();
  if (caller.kind !== "person") throw inaccessible();
  if (scopes.length > 0 && !scopes.some((scope) => caller.token.scopes.includes(scope))) {
    throw new ApiError(
      403,
      `You need at least ${scopes.join(" or ")} scope to see this.`,
      {},
      { "x-accepted-oauth-scopes": scopes.join(", ") },
    );
  }
  return caller.person;
}
