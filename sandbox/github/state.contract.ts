import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "./testing/fixture";

describe("the state", () => {
  let fixture: Fixture;
  let root: string;

  beforeEach(async () => {
    fixture = await startFixture();
    root = path.join(fixture.dataDir, "github");
  });

  afterEach(() => fixture.close());

  const create = async (name: string) => {
    const token = await fixture.token("holdfast-restore");
    const made = await fixture.rest("POST", "/orgs/acme/repos", { token, body: { name, private: true } });
    return { token, id: made.body.id as number };
  };

  it("shows a bare repository that was copied by hand, in an organisation nobody knew", async () => {
    const work = path.join(fixture.dataDir, "work");
    const sha = await commitFiles(work, { a: "1" }, "develop");
    await mkdir(path.join(root, "Globex"), { recursive: true });
    await git(work, ["clone", "--quiet", "--bare", work, path.join(root, "Globex", "engine.git")]);
    await mkdir(path.join(root, "Globex", "not-a-repository.git"));
    const { octokit } = fixture.app("holdfast-backup");
    const installation = await octokit.request("GET /orgs/{org}/installation", { org: "globex" });
    const names: string[] = [];
    await fixture.app("holdfast-backup").eachRepository(({ repository }) => void names.push(repository.full_name));
    expect(names).toEqual(["Globex/engine"]);
    const { data } = await octokit.request("POST /app/installations/{installation_id}/access_tokens", {
      installation_id: installation.data.id,
    });
    const seen = await fixture.rest("GET", "/repos/globex/engine", { token: data.token });
    expect(seen.body).toMatchObject({ private: true, default_branch: "develop", organization: { login: "Globex" } });
    const cloned = await git(work, ["ls-remote", `${fixture.github.url}/Globex/engine`], data.token);
    expect(cloned.stdout).toContain(sha);
  });

  it("never runs hooks or obeys the configuration that a copied repository brings", async () => {
    const work = path.join(fixture.dataDir, "work");
    await commitFiles(work, { a: "1" });
    const { token } = await create("trap");
    const hook = path.join(root, "acme", "trap.git", "hooks", "post-receive");
    await mkdir(path.dirname(hook), { recursive: true });
    await writeFile(hook, `#!/bin/sh\ntouch "${fixture.dataDir}/sprung"\n`, { mode: 0o755 });
    await git(path.join(root, "acme", "trap.git"), ["config", "http.receivepack", "false"]);
    expect(await git(work, ["push", `${fixture.github.url}/acme/trap.git`, "main"], token)).toMatchObject({ code: 0 });
    await expect(stat(path.join(fixture.dataDir, "sprung"))).rejects.toThrow("ENOENT");
  });

  it("lets a repository vanish with its directory and come back with its id", async () => {
    const { token, id } = await create("ghost");
    const directory = path.join(root, "acme", "ghost.git");
    await rename(directory, path.join(fixture.dataDir, "away"));
    expect((await fixture.rest("GET", "/repos/acme/ghost", { token })).status).toBe(404);
    expect((await fixture.rest("GET", `/repositories/${id}`, { token })).status).toBe(404);
    await rename(path.join(fixture.dataDir, "away"), directory);
    expect((await fixture.rest("GET", "/repos/acme/ghost", { token })).body.id).toBe(id);
  });

  it("outlives a restart: ids, settings, redirects, keys and tokens", async () => {
    const { token, id } = await create("shop");
    await fixture.rest("PUT", "/repos/acme/shop/actions/permissions", { token, body: { enabled: false } });
    await fixture.rest("PATCH", "/repos/acme/shop", { token, body: { name: "store" } });
    const person = String((await fixture.admin("tokens", { person: "alice", scopes: ["repo"] })).token);
    await fixture.admin("people", { login: "bob", organisation: "acme", role: null });
    const key = fixture.github.appKey("holdfast-backup");
    await fixture.restart();
    expect(fixture.github.appKey("holdfast-backup")).toBe(key);
    expect((await fixture.rest("GET", "/repos/acme/store", { token })).body.id).toBe(id);
    expect((await fixture.rest("GET", "/repos/acme/shop", { token })).status).toBe(301);
    const actions = await fixture.rest("GET", "/repos/acme/store/actions/permissions", { token });
    expect(actions.body.enabled).toBe(false);
    expect((await fixture.rest("GET", "/user", { token: person })).body.login).toBe("alice");
    // The seed says that bob is a member; what was changed since counts.
    expect((await fixture.rest("GET", "/orgs/acme/memberships/bob", { token: person })).status).not.toBe(200);
  });

  it("finishes a rename that a kill interrupted", async () => {
    const { token, id } = await create("half");
    await fixture.github.close();
    const file = path.join(root, "state.json");
    const state = JSON.parse(await readFile(file, "utf8"));
    Object.assign(state.repositories[0], { name: "whole", movingFrom: "acme/half.git" });
    await writeFile(file, JSON.stringify(state));
    await fixture.restart();
    expect((await fixture.rest("GET", "/repos/acme/whole", { token })).body.id).toBe(id);
    await expect(stat(path.join(root, "acme", "half.git"))).rejects.toThrow("ENOENT");
  });

  it("keeps keys where only their owner can read them", async () => {
    const file = path.join(root, "holdfast-backup.pem");
    expect(await readFile(file, "utf8")).toBe(fixture.github.appKey("holdfast-backup"));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    expect(await readFile(path.join(root, "state.json"), "utf8")).not.toContain(await fixture.token("holdfast-backup"));
  });
});

describe("a killed stand-in", () => {
  let dataDir: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "github-"));
  });

  afterEach(async () => {
    child?.kill("SIGKILL");
    await rm(dataDir, { recursive: true, force: true });
  });

  const serve = async () => {
    const script = fileURLToPath(new URL("./testing/serve.ts", import.meta.url));
    child = spawn(process.execPath, ["--import", "tsx", script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = child.stdout ? await once(child.stdout, "data") : [];
    return JSON.parse(String(line)) as { url: string; apiUrl: string; key: string };
  };

  it("has lost nothing that it answered for, and needs no repair", async () => {
    let github = await serve();
    const client = () =>
      new App({ appId: 7002, privateKey: github.key, Octokit: Octokit.defaults({ baseUrl: github.apiUrl }) });
    const octokit = await client().getInstallationOctokit(901);
    const created: number[] = [];
    const creating = (async () => {
      for (let n = 0; n < 200; n++) {
        const { data } = await octokit.request("POST /orgs/{org}/repos", { org: "acme", name: `r-${n}` });
        created.push(Number(data.id));
      }
    })().catch((error: unknown) => error);
    while (created.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    const ended = child && once(child, "close");
    child?.kill("SIGKILL");
    await Promise.all([creating, ended]);
    github = await serve();
    const found = new Map<number, string>();
    await client().eachRepository(({ repository }) => void found.set(Number(repository.id), repository.name));
    for (const [n, id] of created.entries()) expect(found.get(id)).toBe(`r-${n}`);
    const names = [...found.values()];
    expect(new Set(names).size).toBe(names.length);
    await cp(path.join(dataDir, "github", "acme", "r-0.git"), path.join(dataDir, "github", "acme", "copy.git"), {
      recursive: true,
    });
    expect((await (await client().getInstallationOctokit(901)).request("GET /repos/acme/copy")).status).toBe(200);
  });
});
