// Whatever happens to a repository from day to day, the chain of bundles rebuilds it with stock git alone: the commands
// of docs/backup-format.md, nothing of Holdfast's.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BUCKETS } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { Random } from "@/sandbox/seed/random";
import { RandomHistory } from "@/sandbox/testing/random-history";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

/** Repositories, each with a history of its own, and days. */
const HISTORIES = 12;
const DAYS = 10;

let box: TestSandbox;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-replay-"));
  const special = (index: number) =>
    index % 4 === 0 ? { special: "empty" as const } : index % 4 === 1 ? { special: "sha256" as const } : {};
  box = await TestSandbox.start(
    Array.from({ length: HISTORIES }, (_, index) => ({
      name: `r${index}`,
      description: "",
      history: { commits: 8, releases: 2 },
      ...special(index),
    })),
  );
});
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

const refsOf = (repository: string) =>
  runGit(["-C", repository, "for-each-ref", "--format=%(objectname) %(objecttype) %(refname)"]);

/** `git clone --mirror` of the full, then `git fetch --prune` of each increment, in order. */
async function replay(name: string, chain: { s3_key: string }[]): Promise<string> {
  const mirror = path.join(scratch, `${name.replace("/", "-")}.git`);
  await rm(mirror, { recursive: true, force: true });
  for (const [index, { s3_key }] of chain.entries()) {
    const file = path.join(scratch, `${index}.bundle`);
    await writeFile(file, await box.object(s3_key, BUCKETS.backups));
    if (index === 0) await runGit(["clone", "--quiet", "--mirror", file, mirror]);
    else await runGit(["-C", mirror, "fetch", "--quiet", "--prune", file, "+refs/*:refs/*"]);
  }
  return mirror;
}

test(`${HISTORIES} random histories over ${DAYS} days: after every day stock git rebuilds every ref, and fsck is clean`, async () => {
  const histories = Array.from(
    { length: HISTORIES },
    (_, index) => new RandomHistory(box.sourceOf(`acme/r${index}`), new Random(4711 + index)),
  );
  const seen = { unchanged: 0, increments: 0, fulls: 0, empty: 0, longest: 0, refsOnly: 0 };
  for (let day = 0; day < DAYS; day++) {
    if (day > 0) for (const history of histories) await history.nextDay();
    const run = await box.worker(["backup"]);
    expect(run.exitCode, run.output).toBe(0);
    for (const { repo, outcome, chain, objects } of (await box.newestManifest()).repos) {
      if (outcome === "empty") {
        expect(await refsOf(box.sourceOf(repo)), repo).toBe("");
        seen.empty += 1;
        continue;
      }
      const mirror = await replay(repo, chain);
      expect(await refsOf(mirror), `${repo} on day ${day}: ${histories[Number(repo.slice(6))]?.log.join(", ")}`).toBe(
        await refsOf(box.sourceOf(repo)),
      );
      await runGit(["-C", mirror, "fsck", "--full", "--strict"]);
      seen.longest = Math.max(seen.longest, chain.length);
      if (outcome === "unchanged") seen.unchanged += 1;
      else if (chain.length > 1) seen.increments += 1;
      else seen.fulls += 1;
      if (outcome === "captured" && objects === 0) seen.refsOnly += 1;
    }
  }
  // The histories really met every kind of day.
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(kind === "longest" ? 3 : 0);
}, 240_000);
