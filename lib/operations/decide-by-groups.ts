import { AppError } from "@/lib/domain/errors";
import type { ToldGroups } from "@/lib/domain/oidc-claims";
import { ROLES, type Role } from "@/lib/domain/role";
import type { Directory } from "@/lib/ports/directory";

export interface GroupRules {
  /** The claim that has them. */
  claim: string;
  /** Groups per role, as the provider writes them; `*` stands for everybody whom it signs in to this console. */
  groups: Record<Role, string[]>;
}

export interface DirectoryPerson {
  login: string;
  subject: string;
  /** Their own access token. */
  token: string;
  /** What the ID token said at the sign-in, for a provider whose userinfo has no groups. */
  atSignIn: ToldGroups;
}

const EVERYBODY = "*";

/** Of somebody's groups those that mean something here: all that a session has to keep. */
export function meaningful(told: ToldGroups, { groups }: GroupRules): ToldGroups {
  if (told.kind !== "told") return told;
  const named = new Set(Object.values(groups).flat());
  return { kind: "told", groups: told.groups.filter((each) => named.has(each)) };
}

/**
 * The highest role that the person's groups give, as the provider tells them now. Deny by default. What it does not tell counts as
 * at the sign-in, as long as the provider still takes the person's token.
 * @throws AppError access-refused, not-signed-in, directory-unreachable, directory-answer
 */
export async function decideByGroups(directory: Directory, rules: GroupRules, person: DirectoryPerson): Promise<Role> {
  const now = await directory.groupsOf(person.token, person.subject);
  const told = now.kind === "silent" ? person.atSignIn : now;
  const role = [...ROLES]
    .reverse()
    .find((each) => rules.groups[each].some((group) => group === EVERYBODY || holds(told, group)));
  if (role) return role;
  throw new AppError("access-refused", { login: person.login, ...whyNot(told, rules) });
}

const holds = (told: ToldGroups, group: string) => told.kind === "told" && told.groups.includes(group);

function whyNot(told: ToldGroups, { claim, groups }: GroupRules): { detail: string; advice: string } {
  switch (told.kind) {
    case "elsewhere":
      return {
        detail: `the identity provider left out the claim ${claim}, because there are too many groups to tell`,
        advice:
          "Have the provider send fewer: in Entra, only groups that are assigned to the application, or app roles (docs/sign-in.md). Then sign in again.",
      };
    case "silent":
      return {
        detail: `the identity provider sent no claim ${claim}`,
        advice:
          "Have whoever looks after the provider add it to the ID token of this application (docs/sign-in.md), then sign in again.",
      };
    case "told": {
      const named = [...new Set(ROLES.flatMap((role) => groups[role]))].join(", ") || "none is configured";
      return {
        detail: `in none of the groups that have access (${named})`,
        advice: "Ask whoever looks after one of these groups to add you, then sign in again.",
      };
    }
  }
}
