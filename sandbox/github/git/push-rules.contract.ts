// Rulesets and push protection of an organisation, as stock git meets them.
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "../testing/fixture";

const DECLINED = "push declined due to repository rule violations";
const KEY = { name: "Acme API Key", pattern: "acme_[a-z0-9]{12}" };
const SECRET = "acme_0123456789ab";
const OTHER = "acme_ffffffffffff";

let fixture: Fixture;
let token: string;
let work: string;
let made = 0;
let url: string;

beforeAll(async () => {
  fixture = await startFixture();
  token = await fixture.token("holdfast-restore");
});
afterAll(() => fixture.close());

beforeEach(async () => {
  work = await mkdtemp(path.join(fixture.dataDir, "work-"));
  const name = `repository-${made++}`;
  url = `${fixture.github.url}/acme/${name}.git`;
  await fixture.admin("repositories", { organisation: "acme", name });
});
afterEach(async () => {
  await fixture.admin("organisations", { login: "acme", rulesets: [], secrets: [] });
  await rm(work, { recursive: true, force: true });
});

const push = (...refspecs: string[]) => git(work, ["push", "--porcelain", url, ...refspecs], token);
const listed = async () => (await git(work, ["ls-remote", url], token)).stdout;
const links = (words: string) =>
  [...words.matchAll(/https?:\S+\/unblock-secret\/[A-Za-z0-9]{27}/g)].map(([link]) => link);

describe("a ruleset of the organisation", () => {
  it("refuses the refs it names in GitHub's words, and the others go through", async () => {
    await fixture.admin("organisations", {
      login: "acme",
      rulesets: [{ name: "no releases by hand", pattern: "^refs/heads/release/" }],
    });
    await commitFiles(work, { a: "1" });
    const refused = await push("main", "main:refs/heads/release/1");
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain(`refs/heads/release/1\t[remote rejected] (${DECLINED})`);
    expect(refused.stderr).toContain(
      "remote: error: GH013: Repository rule violations found for refs/heads/release/1.",
    );
    expect(refused.stderr).toContain("/rules?ref=refs%2Fheads%2Frelease%2F1");
    expect(refused.stderr).toContain("remote: - Cannot create ref due to creations being restricted.");
    expect(await listed()).toMatch(/refs\/heads\/main\n$/);
  });

  it("that only evaluates refuses nothing", async () => {
    const rulesets = [{ name: "tried out", pattern: ".", enforcement: "evaluate" }];
    await fixture.admin("organisations", { login: "acme", rulesets });
    await commitFiles(work, { a: "1" });
    expect(await push("main")).toMatchObject({ code: 0 });
  });

  it("is listed for who may administer it alone", async () => {
    await fixture.admin("organisations", { login: "acme", rulesets: [{ name: "all", pattern: "." }] });
    const asked = () => fixture.rest("GET", "/orgs/acme/rulesets", { token });
    expect(await asked()).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
    const { token: alice } = await fixture.admin("tokens", { person: "alice", scopes: ["repo", "admin:org"] });
    const { body } = await fixture.rest("GET", "/orgs/acme/rulesets", { token: String(alice) });
    expect(body).toMatchObject([{ name: "all", enforcement: "active", source: "acme" }]);
  });
});

describe("push protection", () => {
  beforeEach(() => fixture.admin("organisations", { login: "acme", secrets: [KEY] }));

  it("refuses a ref with a secret anywhere in its history, says where, and gives the link that allows it", async () => {
    await commitFiles(work, { "deploy/.env": `HOST=x\nKEY=${SECRET}\n` });
    const first = (await git(work, ["rev-parse", "HEAD"])).stdout.trim();
    await commitFiles(work, { "deploy/.env": "HOST=x\n" });
    const refused = await push("main");
    expect(refused.stdout).toContain(`refs/heads/main\t[remote rejected] (${DECLINED})`);
    for (const words of [
      "error: GH013: Repository rule violations found for refs/heads/main.",
      "- GITHUB PUSH PROTECTION",
      "- Push cannot contain secrets",
      "—— Acme API Key ——",
      `- commit: ${first}`,
      "path: deploy/.env:2",
      "To push, remove secret from commit(s) or follow this URL to allow the secret.",
    ])
      expect(refused.stderr).toContain(words);
    expect(refused.stderr).not.toContain(SECRET);
    expect(await listed()).toBe("");
    expect(links(refused.stderr)).toHaveLength(1);
  });

  it("lets the same push through once each secret was allowed, in this repository alone", async () => {
    await commitFiles(work, { a: SECRET, b: OTHER });
    const [one, other, ...more] = links((await push("main")).stderr);
    expect(more).toEqual([]);
    await fixture.admin("allowed-secrets", { url: one });
    expect(links((await push("main")).stderr)).toEqual([other]);
    await fixture.admin("allowed-secrets", { url: other });
    expect(await push("main")).toMatchObject({ code: 0 });
    await fixture.admin("repositories", { organisation: "acme", name: "elsewhere" });
    const elsewhere = await git(work, ["push", `${fixture.github.url}/acme/elsewhere.git`, "main"], token);
    expect(elsewhere.stderr).toContain("Push cannot contain secrets");
  });

  it("lets other refs of the same push through, and what is there already", async () => {
    await commitFiles(work, { a: "1" });
    await git(work, ["checkout", "--quiet", "-b", "leak"]);
    await commitFiles(work, { key: SECRET }, "leak");
    const refused = await push("main", "leak");
    expect(refused.stdout).toContain(`refs/heads/leak\t[remote rejected] (${DECLINED})`);
    expect(await listed()).toMatch(/refs\/heads\/main\n$/);
    await fixture.admin("organisations", { login: "acme", secrets: [] });
    expect(await push("leak")).toMatchObject({ code: 0 });
    await fixture.admin("organisations", { login: "acme", secrets: [KEY] });
    expect(await push("leak:refs/heads/again")).toMatchObject({ code: 0 });
  });
});
