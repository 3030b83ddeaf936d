import type { GithubSeed } from "../github/seed";
import { APPS, DRILLS, OAUTH, ORGANISATION, TEAMS } from "../names";

export interface DemoPerson {
  login: string;
  name: string;
  role: "viewer" | "operator" | "admin" | "no access";
  about: string;
}

/** Who can sign in, and as what. */
export const DEMO_PEOPLE: DemoPerson[] = [
  { login: "vera", name: "Vera Lind", role: "viewer", about: "engineer: looks, changes nothing" },
  { login: "omar", name: "Omar Haddad", role: "operator", about: "platform team: runs backups and restores" },
  { login: "ines", name: "Inês Carvalho", role: "admin", about: "security lead: everything" },
  {
    login: "otto",
    name: "Otto Brandt",
    role: "no access",
    about: "administrator elsewhere, not a member of acme: is refused",
  },
  { login: "ivo", name: "Ivo Marek", role: "admin", about: "security: the other administrator" },
];

/** Somebody else's, with teams of the same names: who is its administrator is nobody here. */
const OTHER_ORGANISATION = "initech";

function membership(login: string): Record<string, "admin" | "member"> {
  if (login === "otto") return { [OTHER_ORGANISATION]: "admin" };
  return { [ORGANISATION]: login === "ines" ? "admin" : "member" };
}

export const ORGANISATION_SEED: GithubSeed = {
  organisations: [
    { login: ORGANISATION, id: 9001, name: "Acme" },
    { login: DRILLS.organisation, id: 9002, name: "Acme drills" },
    { login: OTHER_ORGANISATION, id: 9003, name: "Initech" },
  ],
  people: DEMO_PEOPLE.map(({ login, name }, index) => ({
    login,
    id: 7001 + index,
    name,
    email: `${login}@acme.example`,
    organisations: membership(login),
  })),
  teams: [
    { organisation: ORGANISATION, slug: TEAMS.viewers, name: "Engineering", members: ["vera", "omar", "ines", "ivo"] },
    { organisation: ORGANISATION, slug: TEAMS.operators, name: "Platform", members: ["omar"] },
    { organisation: ORGANISATION, slug: TEAMS.admins, name: "Backup admins", members: ["ines", "ivo"] },
    ...Object.values(TEAMS).map((slug) => ({ organisation: OTHER_ORGANISATION, slug, name: slug, members: ["otto"] })),
  ],
  apps: [
    {
      id: APPS.backup.id,
      slug: APPS.backup.slug,
      name: "Holdfast backup",
      permissions: {
        metadata: "read",
        contents: "read",
        administration: "read",
        issues: "read",
        pull_requests: "read",
      },
      installations: [{ id: APPS.backup.installation, account: ORGANISATION, repositories: "all" }],
    },
    {
      id: APPS.restore.id,
      slug: APPS.restore.slug,
      name: "Holdfast restore",
      permissions: { metadata: "read", contents: "write", administration: "write", workflows: "write" },
      installations: [
        { id: APPS.restore.installation, account: ORGANISATION, repositories: "all" },
        { id: DRILLS.installation, account: DRILLS.organisation, repositories: "all" },
      ],
    },
  ],
  oauthApps: [{ ...OAUTH, name: "Holdfast console" }],
};
