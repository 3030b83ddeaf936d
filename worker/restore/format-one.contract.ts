// What InfraHouse's program has backed up comes back into GitHub as it was: its manifest knows neither refs nor hashes nor
// the default branch.
import { afterAll, beforeAll, expect, test } from "vitest";
import { snapshotId } from "@/lib/domain/ids-schema";
import { runGit } from "@/sandbox/seed/fast-import";
import { writeFormatOne } from "@/sandbox/testing/format-one";
import { RestoreBench, small } from "./testing/restore-bench";

const DAY = snapshotId.parse("2019-05-06");
const NAMES = ["plain", "trunk-led", "tags-alone"];
let bench: RestoreBench;

beforeAll(async () => {
  bench = await RestoreBench.start([
    small("plain", { commits: 30, openBranches: 4, releases: 3, pulls: 2 }),
    small("trunk-led", { defaultBranch: "trunk", commits: 12, openBranches: 2, releases: 2 }),
    small("tags-alone"),
  ]);
  const git = (name: string, ...args: string[]) => runGit(["-C", bench.box.sourceOf(`acme/${name}`), ...args]);
  // A branch that git would rather take for the default one, were it not for HEAD's own commit.
  const [oldest = ""] = (await git("trunk-led", "rev-list", "--max-parents=0", "trunk")).split("\n");
  await git("trunk-led", "update-ref", "refs/heads/main", oldest);
  for (const branch of (await git("tags-alone", "for-each-ref", "--format=%(refname)", "refs/heads")).split("\n"))
    if (branch) await git("tags-alone", "update-ref", "-d", branch);
  const sources = new Map(NAMES.map((name) => [`acme/${name}`, bench.box.sourceOf(`acme/${name}`)]));
  await writeFormatOne(bench.box.s3, DAY, sources);
});
afterAll(() => bench.stop());

test("all of a snapshot of format 1 are restored into GitHub, every ref, each with its default branch", async () => {
  const run = await bench.restore(["--snapshot", DAY, "--all", "--suffix=-old"]);
  expect(run.exitCode, run.output).toBe(0);
  for (const name of NAMES) {
    const target = `acme/${name}-old`;
    const wanted = await bench.refs(`acme/${name}`);
    expect(wanted.length, name).toBeGreaterThan(0);
    expect(await bench.refs(target), name).toEqual(wanted);
    expect(await bench.receipt(run.id, target)).toMatchObject({
      counts: { equal: wanted.length, missing: 0, different: 0 },
    });
    expect(await bench.github(`/repos/${target}/actions/permissions`)).toMatchObject({ enabled: false });
  }
  expect(await bench.github("/repos/acme/plain-old")).toMatchObject({ private: true, default_branch: "main" });
  expect(await bench.github("/repos/acme/trunk-led-old")).toMatchObject({ private: true, default_branch: "trunk" });
});

test("one of them alone too", async () => {
  const args = ["--snapshot", DAY, "--repository", "acme/trunk-led", "--target", "acme/trunk-led-alone"];
  const run = await bench.restore(args);
  expect(run.exitCode, run.output).toBe(0);
  expect(await bench.refs("acme/trunk-led-alone")).toEqual(await bench.refs("acme/trunk-led"));
  expect(await bench.github("/repos/acme/trunk-led-alone")).toMatchObject({
    ...{ default_branch: "trunk", description: "" },
  });
});
