// What GitHub says of two commits is what git says of them.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gitEnvironment } from "./git/git-process";
import { type Fixture, startFixture } from "./testing/fixture";

let fixture: Fixture;
let token: string;
let directory: string;

const git = async (...args: string[]) =>
  (await promisify(execFile)("git", ["--git-dir", directory, ...args], { env: WRITER })).stdout.trim();
const WRITER = {
  ...gitEnvironment(),
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@acme.example",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@acme.example",
};

/** An empty commit on these parents. */
async function commit(message: string, ...parents: string[]): Promise<string> {
  const tree = await git("hash-object", "-t", "tree", "-w", "/dev/null");
  return git("commit-tree", tree, "-m", message, ...parents.flatMap((parent) => ["-p", parent]));
}

const compare = (base: string, head: string, query = "") =>
  fixture.rest("GET", `/repos/acme/shop/compare/${base}...${head}${query}`, { token });

beforeAll(async () => {
  fixture = await startFixture();
  const restore = await fixture.token("holdfast-restore");
  await fixture.rest("POST", "/orgs/acme/repos", { token: restore, body: { name: "shop" } });
  directory = `${fixture.dataDir}/github/acme/shop.git`;
  token = await fixture.token("holdfast-backup", { permissions: { contents: "read" } });
});
afterAll(() => fixture.close());

test("a comparison tells ahead, behind, diverged and identical, with contents:read alone", async () => {
  const first = await commit("first");
  const second = await commit("second", first);
  const other = await commit("other", first);
  const merge = await commit("merge", second, other);
  expect((await compare(first, merge)).body).toMatchObject({
    status: "ahead",
    ahead_by: 3,
    behind_by: 0,
    total_commits: 3,
    base_commit: { sha: first },
    merge_base_commit: { sha: first },
  });
  expect((await compare(merge, first)).body).toMatchObject({
    status: "behind",
    ahead_by: 0,
    behind_by: 3,
    commits: [],
  });
  expect((await compare(second, other)).body).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1 });
  expect((await compare(second, second)).body).toMatchObject({ status: "identical", total_commits: 0 });
});

test("commits come in pages, and the status on each of them", async () => {
  const first = await commit("a");
  const last = await commit("c", await commit("b", first));
  const page = await compare(first, last, "?per_page=1&page=2");
  expect(page.body).toMatchObject({ status: "ahead", total_commits: 2, commits: [{ sha: last }] });
});

test("histories without a common commit, and commits that are not there, are 404 in words of their own", async () => {
  const [one, other] = [await commit("one"), await commit("other root")];
  expect(await compare(one, other)).toMatchObject({
    status: 404,
    body: { message: `No common ancestor between ${one} and ${other}.` },
  });
  expect(await compare(`${"0".repeat(39)}1`, one)).toMatchObject({ status: 404, body: { message: "Not Found" } });
  expect((await compare(one, "")).status).toBe(404);
});
