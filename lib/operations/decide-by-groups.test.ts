import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import type { ToldGroups } from "@/lib/domain/oidc-claims";
import { decideByGroups, meaningful } from "./decide-by-groups";

const RULES = { claim: "groups", groups: { viewer: ["eng"], operator: ["ops"], admin: ["sec", "owners"] } };
const told = (...groups: string[]): ToldGroups => ({ kind: "told", groups });
const person = (atSignIn: ToldGroups) => ({ login: "nora@acme.example", subject: "00u1", token: "t", atSignIn });
const decide = (now: ToldGroups | AppError, atSignIn: ToldGroups = { kind: "silent" }, rules = RULES) =>
  decideByGroups(
    { groupsOf: async () => (now instanceof AppError ? Promise.reject(now) : now) },
    rules,
    person(atSignIn),
  );

describe("a role by groups", () => {
  test.each([
    [["eng"], "viewer"],
    [["ops", "other"], "operator"],
    [["eng", "owners"], "admin"],
  ])("of %j is %s: the highest counts", async (groups, role) => expect(await decide(told(...groups))).toBe(role));

  test("is as the provider tells now; who left a group has lost it, whatever the sign-in said", async () => {
    await expect(decide(told(), told("sec"))).rejects.toThrow(
      /in none of the groups that have access \(eng, ops, sec, owners\)/,
    );
  });

  test("is as at the sign-in where the provider tells groups only then", async () => {
    expect(await decide({ kind: "silent" }, told("ops"))).toBe("operator");
  });

  test("is nobody's without the claim, and with too many groups to tell; each says what to do", async () => {
    await expect(decide({ kind: "silent" })).rejects.toMatchObject({
      code: "access-refused",
      hint: expect.stringContaining("ID token"),
    });
    await expect(decide({ kind: "silent" }, { kind: "elsewhere" })).rejects.toMatchObject({
      message: expect.stringContaining("too many groups"),
      hint: expect.stringContaining("assigned to the application"),
    });
    await expect(decide({ kind: "elsewhere" }, told("sec"))).rejects.toMatchObject({ code: "access-refused" });
  });

  test("is no old one when the provider cannot be asked", async () => {
    const away = new AppError("directory-unreachable", { issuer: "x", detail: "no" });
    await expect(decide(away, told("sec"))).rejects.toBe(away);
  });

  test("with * is everybody's whom the provider signs in; a group called * gives nothing by itself", async () => {
    const open = { ...RULES, groups: { ...RULES.groups, viewer: ["*"] } };
    expect(await decide({ kind: "silent" }, undefined, open)).toBe("viewer");
    await expect(decide(told("*"))).rejects.toMatchObject({ code: "access-refused" });
  });
});

test("a session keeps the groups that mean something, and no more", () => {
  expect(meaningful(told("ops", ...Array.from({ length: 500 }, (_, index) => `g${index}`)), RULES)).toEqual(
    told("ops"),
  );
  expect(meaningful({ kind: "elsewhere" }, RULES)).toEqual({ kind: "elsewhere" });
});
