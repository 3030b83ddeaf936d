import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "../testing/fixture";

const WORKFLOW = ".github/workflows/ci.yml";

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

describe("a push", () => {
  it("to refs/pull is refused for that ref, while the others go through; they are listed all the same", async () => {
    const sha = await pushed();
    const refused = await git(
      work,
      ["push", "--porcelain", url, "main:refs/pull/1/head", "main:refs/heads/ok"],
      writeToken,
    );
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toMatch(/^!\t\S+refs\/pull\/1\/head\t\[remote rejected\] \(deny updating a hidden ref\)$/m);
    await git(work, ["--git-dir", bare(), "update-ref", "refs/pull/7/head", sha]);
    const listed = await git(work, ["ls-remote", url], readToken);
    expect(listed.stdout).toContain(`${sha}\trefs/pull/7/head`);
    expect(listed.stdout).toContain(`${sha}\trefs/heads/ok`);
  });

  it("with a new workflow takes the workflows permission, ref by ref, in GitHub's words", async () => {
    await pushed();
    const token = await fixture.token("holdfast-restore", { permissions: { contents: "write" } });
    await git(work, ["checkout", "--quiet", "-b", "ci"]);
    await commitFiles(work, { [WORKFLOW]: "on: push" }, "ci");
    const args = ["push", "--porcelain", url, "main:refs/heads/fine", "ci:refs/heads/ci", "ci~1:refs/tags/v1"];
    const refused = await git(work, args, token);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain(
      `refs/heads/ci\t[remote rejected] (refusing to allow a GitHub App to create or update workflow \`${WORKFLOW}\` without \`workflows\` permission)`,
    );
    const listed = (await git(work, ["ls-remote", url], token)).stdout;
    expect(listed).toContain("refs/heads/fine");
    expect(listed).toContain("refs/tags/v1");
    expect(listed).not.toContain("refs/heads/ci");
    expect(await git(work, args, writeToken)).toMatchObject({ code: 0 });
    // What is in the repository already may be pushed to other branches by anybody who may write.
    expect(await git(work, ["push", url, "ci:refs/heads/ci2"], token)).toMatchObject({ code: 0 });
    expect(await git(work, ["push", url, ":refs/heads/ci2", "+main:refs/heads/ci"], token)).toMatchObject({ code: 0 });
  });

  it("that is atomic is refused as a whole", async () => {
    await pushed();
    const token = await fixture.token("holdfast-restore", { permissions: { contents: "write" } });
    await commitFiles(work, { [WORKFLOW]: "on: push" });
    const refused = await git(work, ["push", "--atomic", url, "main~1:refs/heads/fine", "main:refs/heads/ci"], token);
    expect(refused.code).not.toBe(0);
    expect((await git(work, ["ls-remote", url], token)).stdout).not.toContain("refs/heads/fine");
  });

  it("is refused by a rule, ref by ref", async () => {
    const reason = "push declined due to repository rule violations";
    await fixture.admin("repositories", {
      organisation: "acme",
      name,
      rules: [{ pattern: "^refs/heads/release/", reason }],
    });
    await commitFiles(work, { a: "1" });
    const refused = await git(work, ["push", "--porcelain", url, "main", "main:refs/heads/release/1"], writeToken);
    expect(refused.stdout).toContain(`refs/heads/release/1\t[remote rejected] (${reason})`);
    expect((await git(work, ["ls-remote", url], writeToken)).stdout).toContain("refs/heads/main");
  });

  it("larger than the limit is refused in GitHub's words", async () => {
    await fixture.admin("limits", { pushBytes: 100_000 });
    await commitFiles(work, { "noise.txt": Array.from({ length: 30_000 }, () => Math.random()).join() });
    const refused = await git(work, ["push", url, "main"], writeToken);
    await fixture.admin("limits", { pushBytes: 2 ** 31 });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("pack exceeds maximum allowed size");
    expect((await git(work, ["ls-remote", url], writeToken)).stdout).toBe("");
  });

  it("with a file over the limit is refused in GitHub's words, once only", async () => {
    await commitFiles(work, { "deep/big.bin": "x".repeat(1_100_000), small: "y".repeat(900_000) });
    await fixture.admin("limits", { fileBytes: 2 ** 20 });
    const refused = await git(work, ["push", url, "main"], writeToken);
    expect(refused.stderr).toContain("File deep/big.bin is 1.05 MB; this exceeds GitHub's file size limit of 1.00 MB");
    expect(refused.stderr).toContain("(pre-receive hook declined)");
    await fixture.admin("limits", { fileBytes: 100 * 2 ** 20 });
    expect(await git(work, ["push", url, "main"], writeToken)).toMatchObject({ code: 0 });
    // What is there already is no business of a later push.
    await fixture.admin("limits", { fileBytes: 2 ** 20 });
    expect(await git(work, ["push", url, "main:refs/heads/again"], writeToken)).toMatchObject({ code: 0 });
    expect(await git(work, ["push", url, ":again"], writeToken)).toMatchObject({ code: 0 });
    await fixture.admin("limits", { fileBytes: 100 * 2 ** 20 });
  });

  it("with broken objects is refused once that is switched on", async () => {
    await commitFiles(work, { a: "1" });
    const tree = (await git(work, ["rev-parse", "HEAD^{tree}"])).stdout.trim();
    const raw = `tree ${tree}\nauthor A <a@b.c> 1 +0000\ncommitter A a@b.c> 1 +0000\n\nbroken\n`;
    await writeFile(path.join(work, "raw"), raw);
    const broken = (await git(work, ["hash-object", "-t", "commit", "-w", "--literally", "raw"])).stdout.trim();
    await fixture.admin("limits", { fsckPushes: true });
    const refused = await git(work, ["push", url, `${broken}:refs/heads/main`], writeToken);
    await fixture.admin("limits", { fsckPushes: false });
    expect(refused.stderr).toContain("fsck error in packed object");
    expect(await git(work, ["push", url, `${broken}:refs/heads/main`], writeToken)).toMatchObject({ code: 0 });
  });

  it("cannot delete the default branch", async () => {
    await pushed();
    const refused = await git(work, ["push", url, ":main"], writeToken);
    expect(refused.stderr).toContain("refusing to delete the current branch");
  });

  it("to an archived repository is refused, reading it is not", async () => {
    await pushed();
    await fixture.admin("repositories", { organisation: "acme", name, archived: true });
    const refused = await git(work, ["push", url, "main:refs/heads/x"], writeToken);
    expect(refused.stderr).toContain("This repository was archived so it is read-only.");
    expect(await git(work, ["ls-remote", url], readToken)).toMatchObject({ code: 0 });
  });

  it("moves pushed_at", async () => {
    const before = await fixture.rest("GET", `/repos/acme/${name}`, { token: readToken });
    fixture.advance(100);
    await pushed();
    const after = await fixture.rest("GET", `/repos/acme/${name}`, { token: readToken });
    fixture.advance(-100);
    expect(Date.parse(after.body.pushed_at) - Date.parse(before.body.pushed_at)).toBeGreaterThan(99_000);
    expect(after.body.size).toBeGreaterThan(0);
  });
});
