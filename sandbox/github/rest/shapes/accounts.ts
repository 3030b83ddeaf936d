import { type Caller, grants, roleOf } from "../../callers";
import type { Github } from "../../github";
import { policyOf } from "../../organisation-policy";
import { sameName } from "../../repository-names";
import type { App, Organisation, Person } from "../../state";
import type { Schema } from "./schema";

/** An organisation, person or bot where another thing mentions it. */
export function simpleUser(
  github: Github,
  account: { login: string; id: number },
  type: "Organization" | "User" | "Bot",
): Schema<"simple-user"> {
  const url = `${github.apiUrl}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(type === "Organization" ? "O" : "U", account.id),
    avatar_url: `${github.webUrl}/avatars/${encodeURIComponent(account.login)}`,
    gravatar_id: "",
    url,
    html_url: `${github.webUrl}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
    user_view_type: "public",
  };
}

/** The organisation called `login` where another thing mentions it. */
export function ownerOf(github: Github, login: string): Schema<"simple-user"> {
  const organisation = github.state.organisations.find((each) => sameName(each.login, login));
  if (!organisation) throw new Error(`there is no organisation ${login}; repair state.json`);
  return simpleUser(github, organisation, "Organization");
}

/** The person who is asking. */
export function privateUser(github: Github, person: Person): Schema<"private-user"> {
  return {
    ...simpleUser(github, person, "User"),
    name: person.name,
    company: null,
    blog: null,
    location: null,
    // Hidden by default, as for most people at GitHub: clients have to ask /user/emails.
    email: null,
    notification_email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: person.createdAt,
    updated_at: person.createdAt,
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

export function simpleOrganisation(github: Github, organisation: Organisation): Schema<"organization-simple"> {
  const url = `${github.apiUrl}/orgs/${encodeURIComponent(organisation.login)}`;
  return {
    login: organisation.login,
    id: organisation.id,
    node_id: nodeId("O", organisation.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${github.webUrl}/avatars/${encodeURIComponent(organisation.login)}`,
    description: null,
  };
}

/** What only some callers are told comes on top: the policy for who administers it, the plan for who was granted that. */
export function fullOrganisation(github: Github, organisation: Organisation, caller: Caller = { kind: "anonymous" }) {
  const repositories = github.repositories.list(organisation.login);
  return {
    ...simpleOrganisation(github, organisation),
    name: organisation.name,
    is_verified: false,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: repositories.filter((each) => !each.private).length,
    // Told to who administers it, as its policy is.
    ...(tells(caller, organisation, "organization_administration")
      ? { total_private_repos: repositories.filter((each) => each.private).length }
      : {}),
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${github.webUrl}/${organisation.login}`,
    type: "Organization",
    created_at: organisation.createdAt,
    updated_at: organisation.createdAt,
    archived_at: null,
    ...(tells(caller, organisation, "organization_administration") ? policyShape(github, organisation) : {}),
    ...(tells(caller, organisation, "organization_plan") ? { plan: planShape(github, organisation) } : {}),
  } satisfies Schema<"organization-full">;
}

function tells(caller: Caller, { login }: Organisation, permission: string): boolean {
  if (caller.kind === "person") return roleOf(caller.person, login) === "admin";
  if (caller.kind !== "installation" || !sameName(caller.installation.account, login)) return false;
  return grants(caller.token.permissions, permission, "read");
}

function policyShape(github: Github, { login }: Organisation) {
  const { mayCreate } = policyOf(github, login);
  return {
    members_can_create_repositories: mayCreate.length > 0,
    members_can_create_public_repositories: mayCreate.includes("public"),
    members_can_create_private_repositories: mayCreate.includes("private"),
    members_can_create_internal_repositories: mayCreate.includes("internal"),
  };
}

function planShape(github: Github, { login }: Organisation) {
  const name = policyOf(github, login).enterprise ? "enterprise" : "team";
  return { name, space: 976_562_499, private_repos: 999_999 };
}

/** A ruleset in the organisation's list, without its rules. */
export function organisationRuleset(login: string, id: number, name: string, enforcement: string) {
  return { id, name, target: "branch", source_type: "Organization", source: login, enforcement };
}

/** An App as it describes itself. */
export function integration(github: Github, app: App, permissions = app.permissions): Schema<"integration"> {
  const [first] = app.installations;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    client_id: app.clientId,
    owner: first ? ownerOf(github, first.account) : simpleUser(github, { login: app.slug, id: app.id }, "User"),
    name: app.name,
    description: null,
    external_url: github.webUrl,
    html_url: `${github.webUrl}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: { metadata: "read", ...permissions },
    events: [],
    installations_count: app.installations.length,
  };
}

/** Something like GitHub's opaque ids. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_${Buffer.from(String(id)).toString("base64url")}`;
}
