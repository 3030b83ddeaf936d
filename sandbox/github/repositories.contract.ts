import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "./testing/fixture";

let fixture: Fixture;
let token: string;

beforeAll(async () => {
  fixture = await startFixture();
  token = await fixture.token("holdfast-restore");
});

afterAll(() => fixture.close());

const create = (body: unknown) => fixture.rest("POST", "/orgs/acme/repos", { token, body });

describe("making a repository", () => {
  it("gives an empty one with all the settings asked for", async () => {
    const made = await create({ name: "shop", private: true, description: "sells <things>", has_wiki: false });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: "shop",
      full_name: "acme/shop",
      owner: { login: "acme", id: 50, type: "Organization" },
      private: true,
      visibility: "private",
      archived: false,
      default_branch: "main",
      has_wiki: false,
      description: "sells <things>",
      clone_url: `${fixture.github.url}/acme/shop.git`,
      url: `${fixture.github.apiUrl}/repos/acme/shop`,
      permissions: { admin: true, push: true, pull: true },
    });
    expect((await fixture.rest("GET", "/repos/acme/shop/branches", { token })).body).toEqual([]);
    const refs = await fixture.rest("GET", "/repos/acme/shop/git/matching-refs/heads/", { token });
    expect(refs).toMatchObject({ status: 409, body: { message: "Git Repository is empty." } });
  });

  it("normalises the name as GitHub does", async () => {
    expect((await create({ name: "Grüße & more!" })).body.name).toBe("Gr-e-more-");
  });

  it.each([
    ["a name that is taken, in whatever case", "SHOP", "name already exists on this account"],
    ["a name that is too long", "x".repeat(101), "name is too long (maximum is 100 characters)"],
    ["a name that ends in .git", "shop.git", "name cannot end with '.git'"],
    ["no name", " ", "name is too short (minimum is 1 character)"],
  ])("refuses %s", async (_, name, message) => {
    const refused = await create({ name });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      message: "Repository creation failed.",
      errors: [{ resource: "Repository", code: "custom", field: "name", message }],
    });
  });

  it("takes administration: write", async () => {
    const readOnly = await fixture.token("holdfast-backup");
    const refused = await fixture.rest("POST", "/orgs/acme/repos", { token: readOnly, body: { name: "no" } });
    expect(refused).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
  });

  it("refuses a body that is not JSON, or not of the right types", async () => {
    expect((await create([1])).body.message).toBe("Body should be a JSON object");
    expect((await create({ name: 5 })).body.message).toMatch(/^Invalid request/);
    const broken = await fetch(`${fixture.github.apiUrl}/orgs/acme/repos`, {
      method: "POST",
      headers: { authorization: `token ${token}` },
      body: "{",
    });
    expect([broken.status, ((await broken.json()) as { message: string }).message]).toEqual([
      400,
      "Problems parsing JSON",
    ]);
  });
});

describe("a repository", () => {
  it("keeps Actions, topics and settings that are changed", async () => {
    const actions = "/repos/acme/shop/actions/permissions";
    expect((await fixture.rest("GET", actions, { token })).body).toMatchObject({
      enabled: true,
      allowed_actions: "all",
    });
    expect((await fixture.rest("PUT", actions, { token, body: { enabled: false } })).status).toBe(204);
    expect((await fixture.rest("GET", actions, { token })).body).toMatchObject({ enabled: false });
    const topics = await fixture.rest("PUT", "/repos/acme/shop/topics", { token, body: { names: ["Payments"] } });
    expect(topics.body).toEqual({ names: ["payments"] });
    const changed = await fixture.rest("PATCH", "/repos/acme/shop", {
      token,
      body: { description: null, private: false },
    });
    expect(changed.body).toMatchObject({ description: null, visibility: "public", topics: ["payments"] });
    await fixture.rest("PATCH", "/repos/acme/shop", { token, body: { visibility: "private" } });
  });

  it("takes a default branch only when that branch exists", async () => {
    const work = path.join(fixture.dataDir, "work");
    const sha = await commitFiles(work, { "README.md": "hello" }, "trunk");
    const refused = await fixture.rest("PATCH", "/repos/acme/shop", { token, body: { default_branch: "release" } });
    expect(refused.body.errors[0].message).toContain("The branch release was not found");
    await git(work, ["push", `${fixture.github.url}/acme/shop.git`, "trunk", "trunk:refs/heads/rel/1.0"], token);
    expect((await fixture.rest("GET", "/repos/acme/shop", { token })).body).toMatchObject({
      default_branch: "trunk",
    });
    const changed = await fixture.rest("PATCH", "/repos/acme/shop", { token, body: { default_branch: "rel/1.0" } });
    expect(changed.body.default_branch).toBe("rel/1.0");
    const branch = await fixture.rest("GET", "/repos/acme/shop/branches/rel/1.0", { token });
    expect(branch.body).toMatchObject({ name: "rel/1.0", commit: { sha, commit: { message: "add README.md" } } });
    const ref = await fixture.rest("GET", "/repos/acme/shop/git/ref/heads/trunk", { token });
    expect(ref.body).toMatchObject({ ref: "refs/heads/trunk", object: { type: "commit", sha } });
    const refs = await fixture.rest("GET", "/repos/acme/shop/git/matching-refs/heads/re", { token });
    expect(refs.body.map((each: { ref: string }) => each.ref)).toEqual(["refs/heads/rel/1.0"]);
    expect((await fixture.rest("GET", "/repos/acme/shop/commits/trunk", { token })).body.sha).toBe(sha);
    expect((await fixture.rest("GET", "/repos/acme/shop/commits/nope", { token })).status).toBe(422);
    await rm(work, { recursive: true });
  });

  it("answers 304 to what has not changed, and that is free", async () => {
    const first = await fixture.rest("GET", "/repos/acme/shop", { token });
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    const again = await fixture.rest("GET", "/repos/acme/shop", { token, headers });
    expect(again.status).toBe(304);
    expect(again.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
    await fixture.rest("PATCH", "/repos/acme/shop", { token, body: { homepage: "https://acme.example" } });
    expect((await fixture.rest("GET", "/repos/acme/shop", { token, headers })).status).toBe(200);
  });

  it("redirects from its old name until that is used again", async () => {
    const { id } = (await create({ name: "before", private: true })).body;
    const renamed = await fixture.rest("PATCH", "/repos/acme/before", { token, body: { name: "after it" } });
    expect(renamed.body).toMatchObject({ id, name: "after-it" });
    const old = await fixture.rest("GET", "/repos/acme/before/branches?page=1", { token });
    const location = `${fixture.github.apiUrl}/repositories/${id}/branches?page=1`;
    expect(old).toMatchObject({ status: 301, body: { message: "Moved Permanently", url: location } });
    expect(old.headers.get("location")).toBe(location);
    expect((await fixture.rest("GET", `/repositories/${id}`, { token })).body.name).toBe("after-it");
    expect((await fixture.rest("PATCH", "/repos/acme/before", { token, body: {} })).status).toBe(307);
    expect((await fixture.rest("GET", "/repos/acme/before")).status).toBe(404);
    const reused = await create({ name: "before", private: true });
    expect(reused.body.id).not.toBe(id);
    expect((await fixture.rest("GET", "/repos/acme/before", { token })).body.id).toBe(reused.body.id);
  });

  it("that is archived takes no change but being taken out of the archive", async () => {
    await create({ name: "old", private: true });
    expect((await fixture.rest("PATCH", "/repos/acme/old", { token, body: { archived: true } })).status).toBe(200);
    const refused = await fixture.rest("PUT", "/repos/acme/old/topics", { token, body: { names: [] } });
    expect(refused).toMatchObject({ status: 403, body: { message: "Repository was archived so is read-only." } });
    const back = await fixture.rest("PATCH", "/repos/acme/old", { token, body: { archived: false } });
    expect(back.body.archived).toBe(false);
  });

  it("that is blocked answers 451 but stays in the lists", async () => {
    await fixture.admin("repositories", { organisation: "acme", name: "taken-down", blocked: true });
    const blocked = await fixture.rest("GET", "/repos/acme/taken-down/branches", { token });
    expect(blocked).toMatchObject({
      status: 451,
      body: { message: "Repository access blocked", block: { reason: "dmca" } },
    });
    const list = await fixture.rest("GET", "/installation/repositories?per_page=100", { token });
    expect(list.body.repositories.map((each: { name: string }) => each.name)).toContain("taken-down");
  });

  it("is gone once deleted, with the names that led to it", async () => {
    await create({ name: "short-lived" });
    await fixture.rest("PATCH", "/repos/acme/short-lived", { token, body: { name: "shorter-lived" } });
    expect((await fixture.rest("DELETE", "/repos/acme/shorter-lived", { token })).status).toBe(204);
    expect((await fixture.rest("GET", "/repos/acme/shorter-lived", { token })).status).toBe(404);
    expect((await fixture.rest("GET", "/repos/acme/short-lived", { token })).status).toBe(404);
  });

  it("can be moved to another organisation by an administrator and keeps its id", async () => {
    const { id } = (await create({ name: "wanderer", private: true })).body;
    await fixture.admin("repositories", { organisation: "acme", name: "wanderer", transferTo: "globex" });
    const page = await fetch(`${fixture.github.url}/globex/wanderer`);
    expect(page.status).toBe(200);
    expect((await fixture.rest("GET", `/repositories/${id}`, { token })).status).toBe(404);
  });
});

describe("the limits", () => {
  it("of an hour refuse with the words and headers clients look for", async () => {
    await fixture.admin("limits", { primaryPerHour: 2 });
    const first = await fixture.rest("GET", "/orgs/acme", { token });
    expect([first.status, first.headers.get("x-ratelimit-remaining")]).toEqual([200, "1"]);
    await fixture.rest("GET", "/orgs/acme", { token });
    const refused = await fixture.rest("GET", "/orgs/acme", { token });
    expect(refused.status).toBe(403);
    expect(refused.body.message).toBe("API rate limit exceeded for installation ID 901.");
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    const status = await fixture.rest("GET", "/rate_limit", { token });
    expect(status.body.rate).toMatchObject({ limit: 2, remaining: 0 });
    fixture.advance(3_601);
    token = await fixture.token("holdfast-restore");
    expect((await fixture.rest("GET", "/orgs/acme", { token })).status).toBe(200);
    await fixture.admin("limits", { primaryPerHour: 5000 });
  });

  it.each([403, 429])("of a minute refuse with %i and retry-after", async (secondaryStatus) => {
    await fixture.admin("limits", { writesPerMinute: 1, secondaryStatus, retryAfterSeconds: 7 });
    await fixture.rest("PATCH", "/repos/acme/shop", { token, body: {} });
    const refused = await fixture.rest("PATCH", "/repos/acme/shop", { token, body: {} });
    expect(refused.status).toBe(secondaryStatus);
    expect(refused.headers.get("retry-after")).toBe("7");
    expect(refused.body.message).toContain("secondary rate limit");
    expect((await fixture.rest("GET", "/repos/acme/shop", { token })).status).toBe(200);
    await fixture.admin("limits", { writesPerMinute: null });
  });
});
