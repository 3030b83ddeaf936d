// The scope of refs changes from day to day; the chain stays exact. The arbiter is stock git: a pattern of ours, given to
// `git fetch` as a negative refspec, must leave the same refs, and the chain must rebuild just those.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runGit } from "@/sandbox/seed/fast-import";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const CHANGING = "acme/changing";
const PLAIN = "acme/plain";
let box: TestSandbox;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-scope-"));
  const history = { commits: 12, releases: 2, pulls: 2 };
  box = await TestSandbox.start([
    { name: "changing", description: "", history },
    { name: "plain", description: "", history: { ...history, pulls: 0 } },
  ]);
  // Beside what a forge makes: names on the edges of the patterns, and a pull request whose commits nothing else has.
  const git = (...args: string[]) => runGit(["-C", box.sourceOf(CHANGING), ...args]);
  await git("update-ref", "refs/heads/topic", "refs/heads/main");
  await box.commit(CHANGING, "refs/heads/topic");
  const topic = (await git("rev-parse", "refs/heads/topic")).trim();
  for (const ref of ["pull/70/head", "pull/70/merge", "pull/a/b/merge", "pullx/1", "tags/nightly", "tags/nightly-1"])
    await git("update-ref", `refs/${ref}`, topic);
  await git("update-ref", "-d", "refs/heads/topic");
});
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

const refsOf = (repository: string) => runGit(["-C", repository, "for-each-ref", "--format=%(objectname) %(refname)"]);

async function emptyMirror(name: string): Promise<string> {
  const mirror = path.join(scratch, name);
  await rm(mirror, { recursive: true, force: true });
  await runGit(["init", "--quiet", "--bare", mirror]);
  return mirror;
}

/** What git itself leaves of the source when these patterns are excluded. */
async function asGitReads(patterns: string[]): Promise<string> {
  const mirror = await emptyMirror("wanted.git");
  const excluded = patterns.map((pattern) => `^${pattern}`);
  await runGit(["-C", mirror, "fetch", "--quiet", "--no-tags", box.sourceOf(CHANGING), "+refs/*:refs/*", ...excluded]);
  return refsOf(mirror);
}

/** The chain as docs/backup-format.md has it replayed. */
async function rebuilt(chain: { s3_key: string }[]): Promise<string> {
  const mirror = await emptyMirror("rebuilt.git");
  for (const [index, { s3_key }] of chain.entries()) {
    const file = path.join(scratch, `${index}.bundle`);
    await writeFile(file, await box.object(s3_key));
    await runGit(["-C", mirror, "fetch", "--quiet", "--prune", file, "+refs/*:refs/*"]);
  }
  await runGit(["-C", mirror, "fsck", "--full", "--strict"]);
  return refsOf(mirror);
}

async function day(EXCLUDE_REFS: string | undefined) {
  const run = await box.worker(["backup"], { variables: { EXCLUDE_REFS } });
  expect(run.exitCode, run.output).toBe(0);
  const { repos, source } = await box.newestManifest();
  const entryOf = (name: string) => repos.find((each) => each.repo === name);
  return { scope: source?.ref_scope, changing: entryOf(CHANGING), plain: entryOf(PLAIN) };
}

test.each<[patterns: string[] | undefined, outcome: string]>([
  [["refs/pull/*"], "captured"],
  [["refs/pull/*"], "unchanged"],
  [undefined, "captured"],
  [["refs/pull/*", "refs/tags/nightly*"], "captured"],
  [[], "captured"],
  [["refs/pull/*/merge"], "captured"],
  [["refs/pull/*/merge", "refs/nothing/like/this"], "unchanged"],
])(
  "with %j left out the chain has exactly the refs that git leaves, and the others are counted",
  async (patterns, outcome) => {
    const { scope, changing, plain } = await day(patterns && (patterns.join(",") || "none"));
    const exclude = patterns ?? ["refs/pull/*/merge"];
    const wanted = await asGitReads(exclude);
    expect(await rebuilt(changing?.chain ?? [])).toBe(wanted);
    expect(scope).toEqual({ exclude });
    const [all, kept] = [await refsOf(box.sourceOf(CHANGING)), wanted].map((text) => text.split("\n").length);
    expect(changing).toMatchObject({ outcome, refs: { count: (kept ?? 0) - 1 } });
    expect(changing?.refs?.excluded).toBe(all === kept ? undefined : (all ?? 0) - (kept ?? 0));
    // A repository that has none of these refs never notices.
    expect(plain?.chain).toHaveLength(1);
    expect(plain?.refs?.excluded).toBeUndefined();
  },
);

test("the days before went from one bundle to the next by increments", async () => {
  const { changing } = await day(undefined);
  expect(changing?.chain.map((link) => link.kind)).toEqual(["full", ...Array(4).fill("incremental")]);
});

test("a scope without branches is refused before anything is done", async () => {
  const run = await box.worker(["backup"], { variables: { EXCLUDE_REFS: "refs/pull/*,refs/heads/tmp/*" } });
  expect(run.exitCode).toBe(78);
  expect(run.output).toContain("EXCLUDE_REFS is wrong: refs/heads/tmp/* would leave out branches");
});
