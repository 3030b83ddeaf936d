// What a token may do. Deny by default: besides its scope, its maker's role counts, and some things no token does.
import { ACTION_ROLE, type Action, may, ROLES, type Role } from "../role";

export const TOKEN_SCOPES = ["read", "operate", "admin"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const SCOPE_VIEW: Record<TokenScope, { label: string; role: Role; explanation: string }> = {
  read: {
    label: "Read",
    role: "viewer",
    explanation: "Sees what a viewer sees: backups, runs, alarms, settings. Changes nothing.",
  },
  operate: {
    label: "Operate",
    role: "operator",
    explanation:
      "Also starts runs and stops them, unless somebody else started them; restores into new repositories, and downloads backups.",
  },
  admin: {
    label: "Admin",
    role: "admin",
    explanation:
      "Also reads the audit trail, stops anybody's runs, holds snapshots, and publishes or deletes repositories that Holdfast has restored.",
  },
};

/** What is for people: sessions, tokens themselves, and what two people say to each other. */
const FOR_PEOPLE: readonly Action[] = [
  "ask for approval",
  "withdraw a request",
  "approve a plan",
  "refuse a plan",
  "sign out everywhere",
  "make an API token",
  "make an API token of an administrator",
  "revoke an API token",
  "approve an API token",
];

export const isForPeople = (action: Action): boolean => FOR_PEOPLE.includes(action);

/** The least scope for an action; undefined where no token may do it. */
export function scopeFor(action: Action): TokenScope | undefined {
  if (isForPeople(action)) return undefined;
  return TOKEN_SCOPES.find((scope) => may(SCOPE_VIEW[scope].role, action));
}

/** A token is never more than its maker. */
export const roleOfToken = (scope: TokenScope, maker: Role): Role => lesser(SCOPE_VIEW[scope].role, maker);

const lesser = (one: Role, other: Role): Role => (ROLES.indexOf(one) < ROLES.indexOf(other) ? one : other);

/** What somebody has to be allowed to do to make a token of this scope. */
export const actionToMake = (scope: TokenScope) =>
  scope === "admin" ? ("make an API token of an administrator" as const) : ("make an API token" as const);

/** The scopes that somebody may give. */
export const scopesOf = (role: Role): TokenScope[] => TOKEN_SCOPES.filter((scope) => may(role, actionToMake(scope)));

/** For a document: the role an action takes, and the scope. */
export const needed = (action: Action) => ({ role: ACTION_ROLE[action], scope: scopeFor(action) });
