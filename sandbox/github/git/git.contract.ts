import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "../testing/fixture";

let fixture: Fixture;
let readToken: string;
let writeToken: string;
let work: string;
let made = 0;
let name: string;
let url: string;

beforeAll(async () => {
  fixture = await startFixture();
  readToken = await fixture.token("holdfast-backup");
  writeToken = await fixture.token("holdfast-restore");
});

afterAll(() => fixture.close());

beforeEach(async () => {
  work = await mkdtemp(path.join(fixture.dataDir, "work-"));
  name = `repository-${made++}`;
  url = `${fixture.github.url}/acme/${name}.git`;
  await fixture.admin("repositories", { organisation: "acme", name });
});

afterEach(() => rm(work, { recursive: true, force: true }));

/** A working copy with one commit, pushed to `main` with the write token. */
async function pushed(files: Record<string, string> = { "README.md": "hello" }): Promise<string> {
  const sha = await commitFiles(work, files);
  expect(await git(work, ["push", url, "main"], writeToken)).toMatchObject({ code: 0 });
  return sha;
}

const bare = () => path.join(fixture.dataDir, "github", "acme", `${name}.git`);

describe("git over HTTP", () => {
  it("clones, fetches and pushes with an installation token, protocol version 2", async () => {
    const sha = await pushed();
    const listed = await git(work, ["-c", "protocol.version=2", "ls-remote", "--symref", url], readToken);
    expect(listed.stdout).toBe(`ref: refs/heads/main\tHEAD\n${sha}\tHEAD\n${sha}\trefs/heads/main\n`);
    expect(await git(work, ["clone", "--quiet", url, "copy"], readToken)).toMatchObject({ code: 0 });
    const head = await git(path.join(work, "copy"), ["rev-parse", "HEAD"]);
    expect(head.stdout.trim()).toBe(sha);
    const answer = await fetch(`${url}/info/refs?service=git-upload-pack`, {
      headers: { authorization: basic(readToken), "git-protocol": "version=2" },
    });
    expect(await answer.text()).toContain("version 2");
  });

  it("refuses a private repository without credentials, with wrong ones and to whom it was not given", async () => {
    await pushed();
    const refs = `${url}/info/refs?service=git-upload-pack`;
    const anonymous = await fetch(refs);
    expect([anonymous.status, anonymous.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="GitHub"']);
    expect((await fetch(refs, { headers: { authorization: basic("ghs_forged") } })).status).toBe(401);
    expect((await fetch(refs, { headers: { authorization: basic(`${readToken}x`) } })).status).toBe(401);
    await fixture.admin("repositories", { organisation: "acme", name: "other" });
    const narrow = await fixture.token("holdfast-backup", { repositories: ["other"] });
    const hidden = await git(work, ["ls-remote", url], narrow);
    expect(hidden.code).not.toBe(0);
    expect(hidden.stderr).toContain("Repository not found.");
    const missing = await git(work, ["ls-remote", `${fixture.github.url}/acme/nowhere.git`], readToken);
    expect(missing.stderr).toContain("Repository not found.");
  });

  it("refuses a token that has expired", async () => {
    const token = await fixture.token("holdfast-backup");
    fixture.advance(3_601);
    const late = await git(work, ["ls-remote", url], token);
    fixture.advance(-3_601);
    expect(late.code).not.toBe(0);
    expect(late.stderr).toMatch(/could not read Username|Authentication failed/);
  });

  it("refuses a push with a token that may only read", async () => {
    await commitFiles(work, { a: "1" });
    const refused = await git(work, ["push", url, "main"], readToken);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("Write access to repository not granted.");
  });

  it("lets people in by their role", async () => {
    await pushed();
    const token = async (person: string, scopes = ["repo", "workflow"]) =>
      String((await fixture.admin("tokens", { person, scopes })).token);
    expect(await git(work, ["ls-remote", url], await token("bob"))).toMatchObject({ code: 0 });
    const member = await git(work, ["push", url, "main:refs/heads/b"], await token("bob"));
    expect(member.stderr).toContain(`Permission to acme/${name}.git denied to bob.`);
    expect(await git(work, ["push", url, "main:refs/heads/b"], await token("alice"))).toMatchObject({ code: 0 });
    expect((await git(work, ["ls-remote", url], await token("mallory"))).stderr).toContain("Repository not found.");
    expect((await git(work, ["ls-remote", url], await token("alice", []))).stderr).toContain("Repository not found.");
  });

  it("lets anybody read a public repository and nobody push to it", async () => {
    await pushed();
    await fixture.admin("repositories", { organisation: "acme", name, private: false });
    expect(await git(work, ["ls-remote", url])).toMatchObject({ code: 0 });
    expect((await git(work, ["push", url, "main:refs/heads/x"])).stderr).toMatch(/could not read Username/);
  });

  it("takes gzip and chunked request bodies", async () => {
    await pushed();
    const body = gzipSync("0014command=ls-refs\n0001000bsymrefs0000");
    const ask = (chunked: boolean) =>
      fetch(`${url}/git-upload-pack`, {
        method: "POST",
        headers: {
          authorization: basic(readToken),
          "git-protocol": "version=2",
          "content-type": "application/x-git-upload-pack-request",
          "content-encoding": "gzip",
        },
        ...(chunked ? { body: new Blob([body]).stream(), duplex: "half" } : { body }),
      } as RequestInit);
    for (const chunked of [false, true]) expect(await (await ask(chunked)).text()).toContain("refs/heads/main");
    const posted = await git(work, ["-c", "http.postBuffer=1", "push", url, "main:refs/heads/chunked"], writeToken);
    expect(posted).toMatchObject({ code: 0 });
  });

  it("never makes half an answer look whole: git's death breaks the connection", async () => {
    const sha = await pushed({ a: "1", b: "2" });
    const blob = (await git(work, ["rev-parse", "HEAD:a"])).stdout.trim();
    await rm(path.join(bare(), "objects", blob.slice(0, 2), blob.slice(2)));
    await expect(fetchPack(sha).then((answer) => answer.text())).rejects.toThrow();
  });

  it("ends an answer properly when it tells of the error itself", async () => {
    await pushed();
    const answer = await (await fetchPack("1".repeat(40))).text();
    expect(answer).toContain(`ERR upload-pack: not our ref ${"1".repeat(40)}`);
  });

  it("ends git when the client goes", async () => {
    const big = path.join(work, "big");
    await commitFiles(big, { "noise.bin": Array.from({ length: 400_000 }, () => Math.random()).join() });
    await git(big, ["push", "--quiet", url, "main"], writeToken);
    await fetch(`${fixture.github.url}/_sandbox/faults`, {
      method: "POST",
      body: JSON.stringify({
        match: { operation: "upload-pack" },
        action: { kind: "stall", afterBytes: 100_000 },
        skip: 1,
      }),
    });
    const child = spawn("git", ["clone", "--quiet", url.replace("//", `//x:${readToken}@`), "gone"], { cwd: work });
    await waitUntil(async () => (await backendsOf(name)).length > 0);
    child.kill("SIGKILL");
    await once(child, "close");
    await waitUntil(async () => (await backendsOf(name)).length === 0);
  });
});

describe("a git address", () => {
  it("keeps working after a rename, by a redirect, until the name is used again", async () => {
    const sha = await pushed();
    await fixture.admin("repositories", { organisation: "acme", name, renameTo: `${name}-new` });
    const listed = await git(work, ["ls-remote", url], readToken);
    expect(listed.stdout).toContain(sha);
    expect(listed.stderr).toContain(`redirecting to ${fixture.github.url}/acme/${name}-new.git`);
    expect(await git(work, ["push", url, "main:refs/heads/by-old-name"], writeToken)).toMatchObject({ code: 0 });
    await fixture.admin("repositories", { organisation: "acme", name });
    expect((await git(work, ["ls-remote", url], readToken)).stdout).toBe("");
  });

  it("of a blocked repository answers with GitHub's words", async () => {
    await fixture.admin("repositories", { organisation: "acme", name, blocked: true });
    const refused = await git(work, ["ls-remote", url], readToken);
    expect(refused.stderr).toContain("Repository unavailable due to DMCA takedown.");
    expect(refused.stderr).toContain("403");
  });

  it("of a wiki works once the wiki exists", async () => {
    const wiki = url.replace(/\.git$/, ".wiki.git");
    expect((await git(work, ["ls-remote", wiki], readToken)).stderr).toContain("Repository not found.");
    await mkdir(work, { recursive: true });
    await git(work, ["init", "--quiet", "--bare", bare().replace(/\.git$/, ".wiki.git")]);
    await commitFiles(path.join(work, "pages"), { "Home.md": "hi" }, "master");
    expect(await git(path.join(work, "pages"), ["push", wiki, "master"], writeToken)).toMatchObject({ code: 0 });
    expect((await git(work, ["ls-remote", wiki], readToken)).stdout).toContain("refs/heads/master");
    const listed = await fixture.rest("GET", "/installation/repositories?per_page=100", { token: readToken });
    expect(listed.body.repositories.map((each: { name: string }) => each.name)).not.toContain(`${name}.wiki`);
  });
});

function basic(token: string): string {
  return `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
}

/** Asks for everything below `want`, as a client of protocol version 2 without git would. */
function fetchPack(want: string): Promise<Response> {
  const packet = (text: string) => (text.length + 4).toString(16).padStart(4, "0") + text;
  return fetch(`${url}/git-upload-pack`, {
    method: "POST",
    headers: {
      authorization: basic(readToken),
      "git-protocol": "version=2",
      "content-type": "application/x-git-upload-pack-request",
    },
    body: `${packet("command=fetch")}0001${packet(`want ${want}\n`)}${packet("done\n")}0000`,
  });
}

/** The processes of git that serve the repository of this name. */
async function backendsOf(repository: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((each) => /^\d+$/.test(each))) {
    // Processes come and go while they are listed.
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (environment.includes(`PATH_INFO=/${repository}.git/git-upload-pack`)) found.push(pid);
  }
  return found;
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("waited for 20 seconds in vain");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
