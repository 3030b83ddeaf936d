import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { runGit } from "@/sandbox/seed/fast-import";
import { RestoreBench, small } from "./testing/restore-bench";

let bench: RestoreBench;
const git = (...args: string[]) => runGit(["-C", bench.box.sourceOf("acme/web"), ...args]);
const oidOf = async (ref: string) => (await git("rev-parse", ref)).trim();
const lost: Record<string, string> = {};

beforeAll(async () => {
  bench = await RestoreBench.start([small("web", { openBranches: 2, commits: 12 })], async (box) => {
    const at = ["-C", box.sourceOf("acme/web")];
    await runGit([...at, "branch", "fix/größe", "main~2"]);
    await runGit([...at, "tag", "-a", "-m", "words", "marked", "main~1"]);
  });
  for (const ref of ["refs/heads/fix/größe", "refs/tags/marked^{commit}"]) lost[ref] = await oidOf(ref);
  await git("branch", "-D", "fix/größe");
});
afterEach(() => bench.box.clearFaults());
afterAll(() => bench.stop());

const restore = (ref: string, more: string[] = []) =>
  bench.restore(["--repository", "acme/web", "--ref", ref, ...more]);

test("a deleted branch comes back beside the others, which stay as they are, with a receipt", async () => {
  const before = await bench.refs("acme/web");
  const run = await restore("refs/heads/fix/größe");
  expect(run.exitCode, run.output).toBe(0);
  const oid = lost["refs/heads/fix/größe"];
  expect(await bench.refs("acme/web")).toEqual([...before, `${oid} refs/heads/recovered/fix/größe`].sort(byName));
  expect(await bench.receipt(run.id)).toMatchObject({
    ...{ kind: "ref", counts: { equal: 1, missing: 0, different: 0 }, hash: expect.stringContaining("sha256:") },
    refs: [{ name: "refs/heads/recovered/fix/größe", wanted: oid, found: oid, state: "equal" }],
    target: { repository: "acme/web" },
  });
});

test("an annotated tag becomes a branch of the commit it marks", async () => {
  const run = await restore("refs/tags/marked", ["--branch", "from-tag"]);
  expect(run.exitCode, run.output).toBe(0);
  expect(await oidOf("refs/heads/from-tag")).toBe(lost["refs/tags/marked^{commit}"]);
});

test("a branch that exists is refused and not moved, even where it could be", async () => {
  await git("branch", "taken", "main~5");
  const before = await bench.refs("acme/web");
  const run = await restore("refs/heads/main", ["--branch", "taken"]);
  expect(run.last, run.output).toMatchObject({ code: "branch-exists", hint: expect.stringContaining("never moves") });
  expect(await bench.refs("acme/web")).toEqual(before);
});

test("a branch that appears at the last moment is not moved either: GitHub is told that it must be new", async () => {
  // While the push is held, somebody makes the branch.
  const at = await oidOf("main~5");
  await bench.box.fault("github", {
    match: { operation: "receive-pack" },
    action: { kind: "delay", ms: 1500 },
  });
  const running = restore("refs/heads/main", ["--branch", "late"]);
  await expect.poll(async () => (await pushing()) > 0, { timeout: 20_000, interval: 20 }).toBe(true);
  await git("branch", "late", "main~5");
  const run = await running;
  expect(run.last, run.output).toMatchObject({ code: "branch-exists" });
  expect(await oidOf("refs/heads/late")).toBe(at);
});

test("what is not in the snapshot, and a repository that is not there, are refused with a hint", async () => {
  const none = await restore("refs/heads/none");
  expect(none.last, none.output).toMatchObject({
    code: "ref-missing",
    hint: expect.stringContaining("older snapshot"),
  });
  const nowhere = await restore("refs/heads/main", ["--target", "acme/nowhere"]);
  expect(nowhere.last, nowhere.output).toMatchObject({ code: "github-not-found" });
});

test("a retry of one that died before it could say so finds it done", async () => {
  const killed = await bench.restore(["--repository", "acme/web", "--ref", "refs/heads/main", "--branch", "again"], {
    killAt: "compare",
  });
  expect(killed.signal).toBe("SIGKILL");
  const run = await bench.restore(["--retry", killed.id]);
  expect(run.exitCode, run.output).toBe(0);
  expect(await oidOf("refs/heads/again")).toBe(await oidOf("refs/heads/main"));
});

/** How often the fault of the push has struck. */
async function pushing(): Promise<number> {
  const answer = await fetch(`${bench.box.urls.github}/_sandbox/faults`);
  const { faults } = (await answer.json()) as { faults: { hits: number }[] };
  return faults[0]?.hits ?? 0;
}

function byName(a: string, b: string): number {
  const [one, other] = [a, b].map((line) => Buffer.from(line.slice(line.indexOf(" "))));
  return one && other ? Buffer.compare(one, other) : 0;
}
