import { beforeEach, describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import type { Memberships } from "@/lib/ports/memberships";
import { AccessDecisions } from "./access-decisions";
import { type AccessRules, decideAccess, type Person } from "./decide-access";

const RULES: AccessRules = {
  organisation: "acme",
  teams: { viewer: ["readers"], operator: ["platform", "on-call"], admin: ["owners"] },
};
const person = { login: "olga", token: "gho_secret" };

class Teams implements Memberships {
  organisations = ["acme"];
  teams: string[] = [];
  asked = 0;
  failure: AppError | undefined;

  async inOrganisation(_token: string, organisation: string): Promise<boolean> {
    this.asked += 1;
    if (this.failure) throw this.failure;
    return this.organisations.includes(organisation);
  }

  async inTeam(_token: string, _organisation: string, team: string): Promise<boolean> {
    return this.teams.includes(team);
  }
}

describe("access", () => {
  let github: Teams;
  beforeEach(() => {
    github = new Teams();
  });

  test.each([
    [["readers"], "viewer"],
    [["on-call"], "operator"],
    [["readers", "platform", "owners"], "admin"],
  ])("of a member of %j is %s: the highest role counts", async (teams, role) => {
    github.teams = teams;
    expect(await decideAccess(github, RULES, person)).toBe(role);
  });

  test("of a member without a team is refused with the teams that would do", async () => {
    const refusal = decideAccess(github, RULES, person);
    await expect(refusal).rejects.toMatchObject({ code: "access-refused" });
    await expect(refusal).rejects.toThrow(/owners, platform, on-call, readers/);
  });

  test("of somebody outside the organisation is refused, whatever teams answer", async () => {
    github.organisations = [];
    github.teams = ["owners"];
    await expect(decideAccess(github, RULES, person)).rejects.toThrow(/not an active member of the organisation acme/);
  });

  test("with * lets every member of the organisation look, and no more", async () => {
    const rules = { ...RULES, teams: { ...RULES.teams, viewer: ["*"] } };
    expect(await decideAccess(github, rules, person)).toBe("viewer");
  });

  test("with no team configured is nobody's", async () => {
    const rules = { organisation: "acme", teams: { viewer: [], operator: [], admin: [] } };
    await expect(decideAccess(github, rules, person)).rejects.toMatchObject({ code: "access-refused" });
  });
});

describe("decisions about access", () => {
  let github: Teams;
  let decisions: AccessDecisions<Person>;
  const at = (minutes: number) => decisions.of(person, "1", new Date(minutes * 60_000));
  beforeEach(() => {
    github = new Teams();
    github.teams = ["platform"];
    decisions = new AccessDecisions((each) => decideAccess(github, RULES, each));
  });

  test("hold for ten minutes and are then asked anew: who left the team is out", async () => {
    expect(await at(0)).toEqual({ role: "operator" });
    github.teams = [];
    expect(await at(9)).toEqual({ role: "operator" });
    expect(await at(10)).toMatchObject({ refusal: { code: "access-refused" } });
  });

  test("deny when GitHub cannot be reached, with that reason, and ask again soon", async () => {
    github.failure = new AppError("github-unreachable", { url: "https://github.example", detail: "timeout" });
    expect(await at(0)).toMatchObject({ refusal: { code: "github-unreachable" } });
    github.failure = undefined;
    expect(await at(1)).toEqual({ role: "operator" });
  });

  test("never outlive GitHub's silence: an old grant is not used again", async () => {
    await at(0);
    github.failure = new AppError("github-unreachable", { url: "https://github.example", detail: "timeout" });
    expect(await at(11)).toMatchObject({ refusal: { code: "github-unreachable" } });
  });

  test("are asked once for requests that come together", async () => {
    await Promise.all([at(0), at(0), at(0)]);
    expect(github.asked).toBe(1);
  });
});
