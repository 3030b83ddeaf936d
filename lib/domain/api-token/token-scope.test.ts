import { expect, test } from "vitest";
import { ACTION_ROLE, type Action, may, ROLES } from "../role";
import { actionToMake, isForPeople, roleOfToken, SCOPE_VIEW, scopeFor, scopesOf, TOKEN_SCOPES } from "./token-scope";

const ACTIONS = Object.keys(ACTION_ROLE) as Action[];

test("a token is the lesser of its scope and its maker's role", () => {
  for (const scope of TOKEN_SCOPES)
    for (const role of ROLES)
      for (const action of ACTIONS)
        expect(may(roleOfToken(scope, role), action)).toBe(may(SCOPE_VIEW[scope].role, action) && may(role, action));
});

test("nobody makes a token that may more than they do", () => {
  expect(scopesOf("viewer")).toEqual([]);
  expect(scopesOf("operator")).toEqual(["read", "operate"]);
  expect(scopesOf("admin")).toEqual(["read", "operate", "admin"]);
  for (const scope of TOKEN_SCOPES)
    for (const role of ROLES) if (may(role, actionToMake(scope))) expect(may(role, "view")).toBe(true);
});

test("what is for people is for no token, whatever its scope", () => {
  expect(ACTIONS.filter(isForPeople)).toEqual([
    "ask for approval",
    "withdraw a request",
    "approve a plan",
    "refuse a plan",
    "sign out everywhere",
    "make an API token",
    "make an API token of an administrator",
    "revoke an API token",
    "approve an API token",
  ]);
  for (const action of ACTIONS.filter(isForPeople)) expect(scopeFor(action)).toBeUndefined();
});

test("the least scope of an action", () => {
  expect(scopeFor("view")).toBe("read");
  expect(scopeFor("start a backup")).toBe("operate");
  expect(scopeFor("read the audit trail")).toBe("admin");
});
