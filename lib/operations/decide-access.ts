import { AppError } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/role";
import type { Memberships } from "@/lib/ports/memberships";

export interface AccessRules {
  organisation: string;
  /** Team slugs per role; `*` stands for every member of the organisation. */
  teams: Record<Role, string[]>;
}

export interface Person {
  login: string;
  /** Their own GitHub token. */
  token: string;
}

/** The highest role first. */
const ORDER: readonly Role[] = ["admin", "operator", "viewer"];
const EVERYBODY = "*";

/**
 * The role GitHub's teams give a person. Deny by default: who is not a member, or in none of the teams, gets none.
 * @throws AppError access-refused, github-unreachable, github-forbidden, github-answer, not-signed-in
 */
export async function decideAccess(memberships: Memberships, rules: AccessRules, person: Person): Promise<Role> {
  const { organisation, teams } = rules;
  const { login, token } = person;
  if (!(await memberships.inOrganisation(token, organisation))) {
    throw new AppError("access-refused", {
      login,
      detail: `not an active member of the organisation ${organisation}`,
      advice: `Ask an owner of ${organisation} for an invitation, accept it, and sign in again; or sign in to GitHub as somebody else.`,
    });
  }
  for (const role of ORDER) {
    if (teams[role].includes(EVERYBODY)) return role;
    const asked = teams[role].map((team) => memberships.inTeam(token, organisation, team, login));
    if ((await Promise.all(asked)).includes(true)) return role;
  }
  const named = [...new Set(ORDER.flatMap((role) => teams[role]))].join(", ") || "none is configured";
  throw new AppError("access-refused", {
    login,
    detail: `in none of the teams that have access (${named})`,
    advice: `Ask a maintainer of one of these teams in ${organisation} to add you, then sign in again.`,
  });
}
