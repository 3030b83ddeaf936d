// Repositories whose owner means harm, or whose server does: each is captured or refused with a clear reason, the others are
// captured as ever, and the worker stays small.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_ROOT, parseBackupKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { runId } from "@/lib/domain/ids-schema";
import type { Manifest } from "@/lib/domain/manifest";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { peakMemory } from "@/sandbox/testing/peak-memory";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";
import { blobId, copyingDelta, handMadePack } from "./testing/hand-made-pack";
import { listsRefs, servesPack } from "./testing/hostile-answers";

const MIB = 1024 * 1024;
/** With names of two hundred characters, ten megabytes of list. */
const MANY_REFS = 45_000;
/** Well below the smallest task's 2 GiB, with room for a slow machine's collector. */
const MOST_MEMORY = 500 * MIB;
const BOMB_BYTES = 512 * MIB;

const base = Buffer.alloc(65_536, "x");
const zeros = Buffer.alloc(BOMB_BYTES);
const inflatesTo = { data: Buffer.alloc(0), deflated: deflateSync(zeros, { level: 9 }) };
const a = "a".repeat(40);
const b = "b".repeat(40);
const delta = copyingDelta(base.length, 100, 1000);

/** What their server lists, and the reason that the snapshot gives. */
const LISTS: Record<string, { lines: (oid: string) => string[]; says: string }> = {
  "line-break": { lines: (oid) => [`${oid} refs/heads/a\n${a} refs/heads/b`], says: "no ref can have that name" },
  terminal: { lines: (oid) => [`${oid} refs/heads/\x1b[2J`], says: "\\x1b[2J" },
  upwards: { lines: (oid) => [`${oid} refs/../../etc/passwd`], says: "refs/../../etc/passwd" },
  refspec: { lines: (oid) => [`${oid} refs/heads/x:refs/heads/main`], says: "no ref can have that name" },
  twice: { lines: (oid) => [`${oid} refs/heads/a`, `${oid} refs/heads/a`], says: "listed twice" },
  "no-id": { lines: () => [`${"z".repeat(40)} refs/heads/a`], says: "no proper object id" },
  "head-is": { lines: (oid) => [`${oid} HEAD symref-target:refs/heads/a\x07b`], says: "HEAD is it" },
};

/** What their server sends as pack. The code of the reason, or none where it is captured. */
const PACKS: Record<string, { pack: Buffer; code?: string }> = {
  cyclic: {
    pack: handMadePack([
      { type: "ref-delta", data: delta, base: a },
      { type: "ref-delta", data: delta, base: b },
    ]),
    code: "pack-incomplete",
  },
  "own-base": { pack: handMadePack([{ type: "ofs-delta", data: delta, base: 0 }]), code: "pack-invalid" },
  "lying-bomb": { pack: handMadePack([{ type: "blob", ...inflatesTo, size: 10 }]), code: "pack-invalid" },
  "too-many": { pack: handMadePack([{ type: "blob", data: base }], 2 ** 32 - 1), code: "pack-invalid" },
  // A file of half a gigabyte of zeros is nothing bad by itself.
  bomb: { pack: handMadePack([{ type: "blob", ...inflatesTo, size: BOMB_BYTES }]) },
  // Whether there is anything behind it only a machine could say that had the memory.
  "delta-bomb": {
    pack: handMadePack([
      { type: "blob", data: base },
      { type: "ref-delta", data: copyingDelta(base.length, 100, 1000, 2 ** 40), base: blobId(base) },
    ]),
  },
};

const NAMES = [...Object.keys(LISTS), ...Object.keys(PACKS)];
let box: TestSandbox;
let scratch: string;
let run: WorkerResult;
let manifest: Manifest;
let record: RunRecord;
let peak: number;

const entry = (name: string) => manifest.repos.find(({ repo }) => repo === `acme/${name}`);

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-hostile-"));
  const history = { commits: 3, releases: 1 };
  const wanted = ["steady", "long-name", "many-refs", ...NAMES];
  box = await TestSandbox.start(wanted.map((name) => ({ name, description: "", history })));
  for (const [name, { lines }] of Object.entries(LISTS))
    await listsRefs(box, `acme/${name}`, lines(await headOf(name)));
  for (const [name, { pack }] of Object.entries(PACKS)) {
    const tip = name === "bomb" ? blobId(zeros) : blobId(base);
    await listsRefs(box, `acme/${name}`, [`${tip} refs/tags/it`]);
    await servesPack(box, `acme/${name}`, pack);
  }
  const longest = `refs/heads/${"n".repeat(60_000)}`;
  await listsRefs(box, "acme/long-name", [`${await headOf("long-name")} ${longest}`]);
  await writeManyRefs();
  await listStrangers();
  let watched: Promise<number> | undefined;
  run = await box.worker(["backup"], {
    onStart: (_, child) => {
      watched = peakMemory(child);
    },
  });
  peak = (await watched) ?? 0;
  manifest = await box.newestManifest();
  const id = runId.parse(manifest.run?.id);
  record = runRecord.parse(JSON.parse((await box.object(runRecordKey(id), BUCKETS.records)).toString()));
});
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

const headOf = async (name: string) => (await runGit(["-C", box.sourceOf(`acme/${name}`), "rev-parse", "HEAD"])).trim();

async function writeManyRefs(): Promise<void> {
  const oid = await headOf("many-refs");
  const line = (index: number) =>
    `${oid} refs/heads/team-${index % 100}/${"a-branch-of-somebody-".repeat(8)}${index}\n`;
  const lines = Array.from({ length: MANY_REFS }, (_, index) => line(index));
  // Its other refs are loose; git reads a file without a first line as one that is not sorted.
  await writeFile(path.join(box.sourceOf("acme/many-refs"), "packed-refs"), lines.join(""));
}

/** GitHub's own list, and three that no GitHub has. */
async function listStrangers(): Promise<void> {
  const answer = await fetch(`${box.urls.githubApi}/installation/repositories?per_page=100`, {
    headers: { authorization: `token ${await box.token()}` },
  });
  const page = (await answer.json()) as { total_count: number; repositories: { full_name: string }[] };
  const [first] = page.repositories;
  const names = ["acme/../../audit/2026-11-21/000001", "acme/..", "acme/<script>alert(1)</script>"];
  const strangers = names.map((full_name, index) => ({ ...first, id: 900_000 + index, full_name }));
  const repositories = [strangers[0], ...page.repositories, strangers[1], strangers[2], null];
  const body = JSON.stringify({ total_count: repositories.length, repositories });
  await box.fault("github", {
    match: { path: "/installation/repositories" },
    action: { kind: "status", status: 200, body },
    times: 0,
  });
}

describe("a backup of a fleet of hostile repositories", () => {
  test("says that it is not whole, in its exit code, its record and the manifest", () => {
    expect(run.exitCode, run.output).toBe(1);
    expect(record).toMatchObject({ state: "partial" });
    const failed = [...Object.keys(LISTS), ...Object.keys(PACKS).filter((name) => PACKS[name]?.code)];
    expect(record.failures?.map(({ repo }) => repo).sort()).toEqual(failed.map((name) => `acme/${name}`).sort());
  });

  test.each(Object.entries(LISTS))("%s: its list of refs is refused, and the reason shows it", (name, { says }) => {
    expect(entry(name)).toMatchObject({ outcome: "failed", chain: [], reason: { code: "git-protocol" } });
    const message = entry(name)?.reason?.message ?? "";
    expect(message).toContain(says);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(message).not.toMatch(/[\x00-\x1f\x7f]/);
  });

  test.each(Object.entries(PACKS))(
    "%s: its pack is captured as it is or refused, and that is said",
    (name, { code }) => {
      if (code) expect(entry(name)).toMatchObject({ outcome: "failed", chain: [], reason: { code } });
      else expect(entry(name)).toMatchObject({ outcome: "captured" });
    },
  );

  test("what could not be checked for want of memory is said to be unchecked", () => {
    expect(entry("delta-bomb")).toMatchObject({
      largest_object_bytes: 2 ** 40,
      not_checked: [{ check: "connectivity", why: "failed" }],
    });
    expect(entry("bomb")).toMatchObject({ largest_object_bytes: BOMB_BYTES });
  });

  test("a repository with ten megabytes of refs is captured, and stock git clones its bundle", async () => {
    expect(entry("many-refs")).toMatchObject({ outcome: "captured" });
    expect(entry("many-refs")?.refs?.heads).toBeGreaterThan(MANY_REFS);
    const file = path.join(scratch, "many.bundle");
    await writeFile(file, await box.object(entry("many-refs")?.s3_key ?? ""));
    await runGit(["clone", "--quiet", "--mirror", file, path.join(scratch, "many.git")]);
    const count = async (directory: string) => (await runGit(["-C", directory, "for-each-ref", "--format=x"])).length;
    expect(await count(path.join(scratch, "many.git"))).toBe(await count(box.sourceOf("acme/many-refs")));
  });

  test("a name of sixty thousand characters is captured, and comes back", async () => {
    expect(entry("long-name")).toMatchObject({ outcome: "captured", refs: { count: 1 } });
    const directory = path.join(scratch, "long.git");
    const args = ["restore", "--snapshot", manifest.snapshot, "--repository", "acme/long-name", "--local", directory];
    const restored = await box.worker(args);
    expect(restored.exitCode, restored.output).toBe(0);
    expect((await runGit(["-C", directory, "for-each-ref"])).trim()).toMatch(/refs\/heads\/n{60000}$/);
  });

  test("repositories with impossible names are named as what is wrong with the list, and nothing else suffers", () => {
    const [installation] = manifest.source?.installations ?? [];
    expect(installation?.problem?.message).toContain("4 of it cannot be a repository");
    expect(installation?.problem?.message).toContain("acme/../../audit");
    expect(entry("steady")).toMatchObject({ outcome: "captured" });
    expect(manifest.repos).toHaveLength(NAMES.length + 3);
  });

  test("no key is anything but a backup's", async () => {
    const keys = await box.keys();
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) expect(parseBackupKey(DEFAULT_ROOT, key), key).toBeDefined();
  });

  test("the worker stayed small", () => {
    expect(peak).toBeGreaterThan(50 * MIB);
    expect(peak).toBeLessThan(MOST_MEMORY);
  });
});
