// What an organisation's owners decide, as an App meets it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, seed, startFixture } from "./testing/fixture";

let fixture: Fixture;
let token: string;
let made = 0;

beforeAll(async () => {
  const apps = seed.apps.map((app) => ({
    ...app,
    permissions: { ...app.permissions, organization_administration: "read", organization_plan: "read" },
  }));
  fixture = await startFixture({ ...seed, apps });
  token = await fixture.token("holdfast-restore");
});
afterAll(() => fixture.close());
afterEach(() =>
  fixture.admin("organisations", { login: "acme", enterprise: false, mayCreate: ["public", "private", "internal"] }),
);

const create = (body: object) =>
  fixture.rest("POST", "/orgs/acme/repos", { token, body: { name: `r-${made++}`, ...body } });
const MEMBERS_ONLY = "You need admin access to the organization before adding a repository to it.";

describe("the organisation's policy on new repositories", () => {
  it.each([
    ["private ones", ["public"], { private: true }],
    ["any", [], { private: false }],
  ])("that forbids %s refuses them, makes nothing, and can be read by who may", async (_, mayCreate, body) => {
    await fixture.admin("organisations", { login: "acme", mayCreate });
    const name = `refused-${made++}`;
    expect(await create({ name, ...body })).toMatchObject({ status: 403, body: { message: MEMBERS_ONLY } });
    expect(await fixture.rest("GET", `/repos/acme/${name}`, { token })).toMatchObject({ status: 404 });
    expect((await fixture.rest("GET", "/orgs/acme", { token })).body).toMatchObject({
      members_can_create_repositories: mayCreate.length > 0,
      members_can_create_private_repositories: false,
      plan: { name: "team" },
    });
  });

  it("does not hold its owners", async () => {
    await fixture.admin("organisations", { login: "acme", mayCreate: [] });
    const { token: alice } = await fixture.admin("tokens", { person: "alice", scopes: ["repo"] });
    const made = await fixture.rest("POST", "/orgs/acme/repos", { token: String(alice), body: { name: "by-alice" } });
    expect(made.status).toBe(201);
  });

  it("is not told to an App that may not read it", async () => {
    const narrow = await fixture.token("holdfast-restore", { permissions: { administration: "write" } });
    const { body } = await fixture.rest("GET", "/orgs/acme", { token: narrow });
    expect(body.login).toBe("acme");
    expect(body).not.toHaveProperty("members_can_create_repositories");
    expect(body).not.toHaveProperty("plan");
  });
});

describe("internal repositories", () => {
  it("are refused where no enterprise owns the organisation", async () => {
    expect(await create({ visibility: "internal" })).toMatchObject({
      status: 422,
      body: { errors: [{ message: expect.stringContaining("associated with an enterprise") }] },
    });
    const { body } = await create({ private: true });
    const change = fixture.rest("PATCH", `/repos/${body.full_name}`, { token, body: { visibility: "internal" } });
    expect((await change).status).toBe(422);
  });

  it("are made, and made of private ones, where one does", async () => {
    await fixture.admin("organisations", { login: "acme", enterprise: true });
    expect((await create({ visibility: "internal" })).body).toMatchObject({ private: true, visibility: "internal" });
    const { body } = await create({ private: true });
    expect(body.visibility).toBe("private");
    const path = `/repos/${body.full_name}`;
    const changed = (visibility: string) => fixture.rest("PATCH", path, { token, body: { visibility } });
    expect((await changed("internal")).body).toMatchObject({ private: true, visibility: "internal" });
    expect((await changed("public")).body).toMatchObject({ private: false, visibility: "public" });
    expect((await changed("private")).body).toMatchObject({ private: true, visibility: "private" });
    expect((await fixture.rest("GET", "/orgs/acme", { token })).body.plan.name).toBe("enterprise");
  });
});

describe("the secondary limit on creating", () => {
  it("refuses in GitHub's words, with a time to wait, and ends with its minute", async () => {
    await fixture.admin("limits", { creationsPerMinute: 1, minuteSeconds: 30, retryAfterSeconds: 30 });
    expect((await create({})).status).toBe(201);
    const refused = await create({});
    expect(refused.status).toBe(403);
    expect(refused.headers.get("retry-after")).toBe("30");
    expect(refused.body.message).toContain("temporarily blocked from content creation");
    // A token is no content, nor is a change.
    await fixture.token("holdfast-restore");
    fixture.advance(31);
    expect((await create({})).status).toBe(201);
    await fixture.admin("limits", { creationsPerMinute: null, minuteSeconds: 60, retryAfterSeconds: 60 });
  });
});
