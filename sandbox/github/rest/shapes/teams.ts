import type { Github } from "../../github";
import { sameName } from "../../repository-names";
import type { OrganisationRole, Person, Team } from "../../state";
import { fullOrganisation, nodeId, simpleOrganisation, simpleUser } from "./accounts";
import type { Schema } from "./schema";

export function teamShape(github: Github, team: Team) {
  const organisation = organisationOf(github, team.organisation);
  const url = teamUrl(github, team);
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    url,
    html_url: `${github.webUrl}/orgs/${team.organisation}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: "organization",
    organization_id: organisation.id,
    parent: null,
  } satisfies Schema<"team">;
}

export function fullTeam(github: Github, team: Team): Schema<"team-full"> {
  const organization = fullOrganisation(github, organisationOf(github, team.organisation));
  return {
    ...teamShape(github, team),
    notification_setting: "notifications_enabled",
    privacy: "closed",
    members_count: team.members.length,
    repos_count: 0,
    created_at: organization.created_at,
    updated_at: organization.updated_at,
    organization,
  };
}

export function teamMembership(github: Github, team: Team, person: Person): Schema<"team-membership"> {
  return { url: `${teamUrl(github, team)}/memberships/${person.login}`, role: "member", state: "active" };
}

export function organisationMembership(
  github: Github,
  login: string,
  person: Person,
  role: OrganisationRole,
): Schema<"org-membership"> {
  const organisation = simpleOrganisation(github, organisationOf(github, login));
  return {
    url: `${organisation.url}/memberships/${person.login}`,
    state: "active",
    role,
    organization_url: organisation.url,
    organization: organisation,
    user: simpleUser(github, person, "User"),
  };
}

function teamUrl(github: Github, team: Team): string {
  const { id } = organisationOf(github, team.organisation);
  return `${github.apiUrl}/organizations/${id}/team/${team.id}`;
}

function organisationOf(github: Github, login: string) {
  const found = github.state.organisations.find((each) => sameName(each.login, login));
  if (!found) throw new Error(`there is no organisation ${login}; repair state.json`);
  return found;
}
