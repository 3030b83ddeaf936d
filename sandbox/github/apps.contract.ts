import { mkdir } from "node:fs/promises";
import path from "node:path";
import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initBareRepository } from "./git/git-process";
import { type Fixture, startFixture } from "./testing/fixture";

const MANY = 130;
let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
  const organisation = path.join(fixture.dataDir, "github", "acme");
  await mkdir(organisation, { recursive: true });
  for (let n = 0; n < MANY; n++) await initBareRepository(path.join(organisation, `service-${n}.git`));
});

afterAll(() => fixture.close());

describe("an unmodified @octokit/app", () => {
  it("walks over every installation and every repository, page by page", async () => {
    const app = fixture.app("holdfast-backup");
    const installations: number[] = [];
    await app.eachInstallation(({ installation }) => void installations.push(installation.id));
    expect(installations).toEqual([900]);
    const names = new Set<string>();
    await app.eachRepository(({ repository }) => void names.add(repository.full_name));
    expect(names.size).toBe(MANY);
    expect(names).toContain("acme/service-129");
  });

  it("finds its own installation by organisation and by repository", async () => {
    const { octokit } = fixture.app("holdfast-backup");
    expect((await octokit.request("GET /app")).data).toMatchObject({ id: 7001, slug: "holdfast-backup" });
    expect((await octokit.request("GET /orgs/{org}/installation", { org: "ACME" })).data.id).toBe(900);
    const byRepository = await octokit.request("GET /repos/{owner}/{repo}/installation", {
      owner: "acme",
      repo: "service-1",
    });
    expect(byRepository.data).toMatchObject({ id: 900, repository_selection: "all", app_slug: "holdfast-backup" });
    await expect(octokit.request("GET /orgs/{org}/installation", { org: "other" })).rejects.toThrow("Not Found");
  });

  it("is refused when the key is another App's", async () => {
    const forged = new App({
      appId: 7001,
      privateKey: fixture.github.appKey("holdfast-restore"),
      Octokit: Octokit.defaults({ baseUrl: fixture.github.apiUrl }),
    });
    await expect(forged.octokit.request("GET /app")).rejects.toThrow("A JSON web token could not be decoded");
  });

  it("corrects its clock by ours when the two are apart", async () => {
    fixture.advance(3_600 * 5);
    const { octokit } = fixture.app("holdfast-backup");
    expect((await octokit.request("GET /app")).status).toBe(200);
    fixture.advance(-3_600 * 5);
  });
});

describe("a list", () => {
  it("has at most 100 to a page and links to the others", async () => {
    const token = await fixture.token("holdfast-backup");
    const first = await fixture.rest("GET", "/installation/repositories?per_page=1000", { token });
    expect(first.body.total_count).toBe(MANY);
    expect(first.body.repositories).toHaveLength(100);
    const next = `${fixture.github.apiUrl}/installation/repositories?per_page=1000&page=2`;
    expect(first.headers.get("link")).toBe(`<${next}>; rel="next", <${next}>; rel="last"`);
    const second = await fixture.rest("GET", "/installation/repositories?per_page=100&page=2", { token });
    expect(second.body.repositories).toHaveLength(MANY - 100);
    expect(second.headers.get("link")).toMatch(/rel="prev".*rel="first"/);
    const byDefault = await fixture.rest("GET", "/orgs/acme/repos", { token });
    expect(byDefault.body).toHaveLength(30);
  });
});

describe("an installation token", () => {
  it("has the new long form and lives an hour", async () => {
    const token = await fixture.token("holdfast-backup");
    expect(token).toMatch(/^ghs_7001_[A-Za-z0-9]+\.[A-Za-z0-9]+\.[A-Za-z0-9]+$/);
    expect(token.length).toBeGreaterThan(500);
    fixture.advance(3_590);
    expect((await fixture.rest("GET", "/installation/repositories", { token })).status).toBe(200);
    fixture.advance(20);
    const late = await fixture.rest("GET", "/installation/repositories", { token });
    expect(late).toMatchObject({ status: 401, body: { message: "Bad credentials", status: "401" } });
    fixture.advance(-3_610);
  });

  it("nobody gave out opens nothing, whatever it looks like", async () => {
    const real = await fixture.token("holdfast-backup");
    const forged = [
      `${real}x`,
      real.slice(0, -1),
      "ghs_abc",
      "gho_abc",
      "x",
      "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    ];
    for (const token of forged) {
      expect((await fixture.rest("GET", "/installation/repositories", { token })).status).toBe(401);
      expect((await fixture.rest("GET", "/repos/acme/service-1", { token })).status).toBe(401);
    }
    expect((await fixture.rest("GET", "/repos/acme/service-1")).status).toBe(404);
  });

  it("can be narrowed to repositories and permissions, never widened", async () => {
    const narrow = await fixture.token("holdfast-restore", {
      repositories: ["service-3"],
      permissions: { contents: "read" },
    });
    const seen = await fixture.rest("GET", "/installation/repositories", { token: narrow });
    expect(seen.body).toMatchObject({ total_count: 1, repository_selection: "selected" });
    expect((await fixture.rest("GET", "/repos/acme/service-4", { token: narrow })).status).toBe(404);
    const write = await fixture.rest("PATCH", "/repos/acme/service-3", { token: narrow, body: { description: "x" } });
    expect(write).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
    expect(write.headers.get("x-accepted-github-permissions")).toBe("administration=write");
    await expect(fixture.token("holdfast-backup", { permissions: { contents: "write" } })).rejects.toThrow(
      "The permissions requested are not granted to this installation.",
    );
    await expect(fixture.token("holdfast-backup", { repositories: ["nowhere"] })).rejects.toThrow(
      "There is at least one repository that does not exist",
    );
    await expect(fixture.token("holdfast-backup", { repository_ids: [] })).rejects.toThrow("There is at least one");
  });

  it("can be given back, and all can be made to expire", async () => {
    const token = await fixture.token("holdfast-backup");
    expect((await fixture.rest("DELETE", "/installation/token", { token })).status).toBe(204);
    expect((await fixture.rest("GET", "/installation/repositories", { token })).status).toBe(401);
    const other = await fixture.token("holdfast-backup");
    await fixture.admin("tokens", { expireAll: true });
    expect((await fixture.rest("GET", "/installation/repositories", { token: other })).status).toBe(401);
    await fixture.admin("tokens", { lifetimeSeconds: 5 });
    const short = await fixture.token("holdfast-backup");
    fixture.advance(6);
    expect((await fixture.rest("GET", "/installation/repositories", { token: short })).status).toBe(401);
    await fixture.admin("tokens", { lifetimeSeconds: 3600 });
  });

  it("sees only the repositories selected for the App, and those the App makes", async () => {
    await fixture.admin("installations", { app: "holdfast-restore", account: "acme", repositories: ["service-1"] });
    const token = await fixture.token("holdfast-restore");
    expect((await fixture.rest("GET", "/repos/acme/service-2", { token })).status).toBe(404);
    const made = await fixture.rest("POST", "/orgs/acme/repos", { token, body: { name: "made", private: true } });
    expect(made.status).toBe(201);
    const seen = await fixture.rest("GET", "/installation/repositories", { token });
    expect(seen.body.repositories.map((each: { name: string }) => each.name)).toEqual(["service-1", "made"]);
    expect((await fixture.rest("DELETE", "/repos/acme/made", { token })).status).toBe(204);
    await fixture.admin("installations", { app: "holdfast-restore", account: "acme", repositories: "all" });
  });

  it("is of no use while the installation is suspended", async () => {
    const token = await fixture.token("holdfast-backup");
    await fixture.admin("installations", { app: "holdfast-backup", account: "acme", suspended: true });
    expect((await fixture.rest("GET", "/installation/repositories", { token })).status).toBe(403);
    await expect(fixture.token("holdfast-backup")).rejects.toThrow("suspended");
    await fixture.admin("installations", { app: "holdfast-backup", account: "acme", suspended: false });
  });
});
