import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "../testing/fixture";

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

describe("the pages", () => {
  it("show a restored repository to anybody: its refs, commits, settings and who made it", async () => {
    const token = await fixture.token("holdfast-restore");
    const body = { name: "shop", private: true, description: "<b>bold</b>" };
    await fixture.rest("POST", "/orgs/acme/repos", { token, body });
    await fixture.rest("PUT", "/repos/acme/shop/actions/permissions", { token, body: { enabled: false } });
    const work = path.join(fixture.dataDir, "work");
    const sha = await commitFiles(work, { a: "1" });
    await git(work, ["push", `${fixture.github.url}/acme/shop.git`, "main", "main:refs/tags/v1.0"], token);
    const text = await (await fetch(`${fixture.github.url}/acme/shop`)).text();
    expect(text).toContain(sha);
    for (const word of ["v1.0", "add a", "holdfast-restore[bot]", "private", "off"]) expect(text).toContain(word);
    expect(text).toContain("&#60;b&#62;bold");
    expect(await (await fetch(`${fixture.github.url}/acme`)).text()).toContain('href="/acme/shop"');
    expect(await (await fetch(fixture.github.url)).text()).toContain('href="/acme"');
  });

  it("follow a rename and say when there is nothing", async () => {
    await fixture.admin("repositories", { organisation: "acme", name: "old-name", renameTo: "new-name" });
    const moved = await fetch(`${fixture.github.url}/acme/old-name`);
    expect([moved.status, new URL(moved.url).pathname]).toEqual([200, "/acme/new-name"]);
    for (const missing of ["/nobody", "/acme/nothing", "/acme/new-name/settings"]) {
      expect((await fetch(`${fixture.github.url}${missing}`)).status).toBe(404);
    }
  });

  it("answer the health check and name the administrator's commands", async () => {
    expect(await (await fetch(`${fixture.github.url}/_sandbox/health`)).json()).toEqual({ status: "ok" });
    const unknown = await fetch(`${fixture.github.url}/_sandbox/nothing`);
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).toContain("POST repositories");
    await expect(fixture.admin("repositories", { organisation: "acme" })).rejects.toThrow("name:");
    await expect(fixture.admin("limits", { primaryPerHour: -1 })).rejects.toThrow("primaryPerHour");
  });
});
