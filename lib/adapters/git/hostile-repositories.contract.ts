// Repositories made to harm whoever looks into them: each is refused with a reason or shown as far as it is sound, in little
// memory, and what is beside it is shown as ever.
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatBundleHeader } from "@/lib/domain/bundle-header";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import type { WantedRepository } from "@/lib/ports/git-repositories";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { copyingDelta, handMadePack, type OBJECT_TYPES, type PackObject } from "@/worker/testing/hand-made-pack";
import { StockGitRepositories } from "./stock-git-repositories";

const MIB = 1024 * 1024;
const LIMITS = { totalBytes: 512 * MIB, repositoryBytes: 100 * MIB, idleMs: 3_600_000, rebuilds: 2 };

let parent: string;
let buckets: ReturnType<typeof twoBuckets>;
let repositories: StockGitRepositories;
let count = 0;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "holdfast-browse-test-"));
  buckets = twoBuckets();
  repositories = new StockGitRepositories(buckets.sides, { parent, ...LIMITS }, Date.now);
});
afterEach(async () => {
  await repositories.close();
  await rm(parent, { recursive: true, force: true });
});

type Made = PackObject & { oid: string };

function object(type: keyof typeof OBJECT_TYPES, content: string | Buffer): Made {
  const data = Buffer.isBuffer(content) ? content : Buffer.from(content, "latin1");
  const oid = createHash("sha1").update(`${type} ${data.length}\0`).update(data).digest("hex");
  return { type, data, oid };
}
const row = (mode: string, name: string, oid: string) =>
  `${mode} ${name}\0${Buffer.from(oid, "hex").toString("latin1")}`;
const commitOf = (tree: string, message = "it", more = "") =>
  object(
    "commit",
    `tree ${tree}\n${more}author A <a> 1760000000 +0000\ncommitter A <a> 1760000000 +0000\n\n${message}\n`,
  );

/** A bundle of these objects, in the bucket. */
async function wanted(objects: PackObject[], refs: Record<string, string>): Promise<WantedRepository> {
  const all = Object.entries(refs).map(([name, oid]) => ({ name, oid }));
  const header = formatBundleHeader({ objectFormat: "sha1", refs: all }, []);
  const bundle = Buffer.concat([Buffer.from(header, "latin1"), handMadePack(objects)]);
  count += 1;
  const key = `github-backup/2026-01-01/acme/r${count}.bundle`;
  const { versionId } = await buckets.primary.put(key, bundle);
  const sha256 = createHash("sha256").update(bundle).digest("hex");
  const link = { key, versionId, kind: "full" as const, sizeBytes: bundle.length, sha256 };
  return {
    item: {
      ...{ repository: repositoryName.parse(`acme/r${count}`), chain: [link], totalBytes: bundle.length },
      ...{ objectFormat: "sha1", archived: false },
    },
    snapshot: snapshotId.parse("2026-01-01"),
    source: "primary",
  };
}

async function open(objects: PackObject[], refs: Record<string, string>): Promise<WantedRepository> {
  const repository = await wanted(objects, refs);
  while (repositories.prepare(repository).state === "preparing") await new Promise((resolve) => setTimeout(resolve, 5));
  return repository;
}

const MAIN = "refs/heads/main";
const top = { ref: MAIN, path: "", find: "" };
const blob = object("blob", "hello\n");
const base = object("blob", Buffer.alloc(65_536, "x"));

test.each<[string, () => [PackObject[], Record<string, string>], string, RegExp]>([
  [
    "a delta that says it becomes a terabyte",
    () => [
      [base, { type: "ref-delta", data: copyingDelta(65_536, 100, 1000, 2 ** 40), base: base.oid }],
      { [MAIN]: base.oid },
    ],
    "bundle-needs-memory",
    /over limit/,
  ],
  [
    "a tree that says so",
    () => [[{ ...base, type: "tree", size: 2 ** 40 }], { [MAIN]: base.oid }],
    "bundle-needs-memory",
    /over limit/,
  ],
  [
    "more zeros than it says",
    () => [[{ ...base, size: 10, deflated: deflateSync(Buffer.alloc(256 * MIB)) }], { [MAIN]: base.oid }],
    "bundle-corrupt",
    /inflate/,
  ],
  ["a ref to nothing", () => [[blob], { [MAIN]: "a".repeat(40) }], "bundle-corrupt", /missing object|bad/],
])("%s is refused, and leaves nothing on the disk", async (_, make, code, says) => {
  await expect(open(...make())).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  const rooms = await readdir(parent);
  expect((await Promise.all(rooms.map((room) => readdir(path.join(parent, room))))).flat()).toEqual([]);
});

test("names that are ways elsewhere are names, and lead nowhere else", async () => {
  const inner = object("tree", row("100644", "inner", blob.oid));
  const names = ["..", ".git", ".", "a/b", "", "-rf", "refs"];
  const tree = object(
    "tree",
    names.map((name) => row(name === ".." ? "40000" : "100644", name, name === ".." ? inner.oid : blob.oid)).join(""),
  );
  const repository = await open([blob, inner, tree, commitOf(tree.oid)], { [MAIN]: commitOf(tree.oid).oid });
  const seen = await repositories.look(repository, top);
  expect(seen.kind === "folder" && seen.rows.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(await repositories.look(repository, { ...top, path: ".." })).toMatchObject({ rows: [{ name: "inner" }] });
  expect(await repositories.look(repository, { ...top, path: ".git" })).toMatchObject({ kind: "file", sizeBytes: 6 });
  await expect(repositories.look(repository, { ...top, path: "a/b" })).rejects.toMatchObject({
    code: "browse-path-missing",
  });
  await expect(repositories.look(repository, { ...top, path: "../../etc" })).rejects.toMatchObject({
    code: "browse-path-missing",
  });
});

test("a hole or a malformed object is told where it is, and what is beside it is shown", async () => {
  const odd = object("tree", "100644 no end");
  const tree = object(
    "tree",
    row("40000", "gone", "b".repeat(40)) +
      row("100644", "here", blob.oid) +
      row("40000", "odd", odd.oid) +
      row("100644", "tree", odd.oid),
  );
  const holed = commitOf("c".repeat(40), "its tree is missing");
  const commit = commitOf(tree.oid, "it", `parent ${"d".repeat(40)}\n`);
  const repository = await open([blob, odd, tree, commit, holed], {
    [MAIN]: commit.oid,
    "refs/heads/holed": holed.oid,
  });
  expect(await repositories.look(repository, { ...top, path: "here" })).toMatchObject({ sizeBytes: 6 });
  expect(await repositories.look(repository, top)).toMatchObject({ total: 4 });
  for (const place of ["gone", "odd", "tree"])
    await expect(repositories.look(repository, { ...top, path: place }), place).rejects.toMatchObject({
      code: "browse-object",
    });
  await expect(repositories.look(repository, { ...top, ref: "refs/heads/holed" })).rejects.toMatchObject({
    code: "browse-object",
  });
  await expect(repositories.commits(repository, { ref: MAIN, path: "", offset: 0 })).rejects.toMatchObject({
    code: "browse-object",
  });
  expect(await repositories.judge(repository, [{ old: holed.oid, new: commit.oid }])).toEqual(["unknown"]);
});

test("tags of tags of tags, tags of half an id, and a commit of a megabyte: the page of refs and of commits stays", async () => {
  const tree = object("tree", row("100644", "a", blob.oid));
  const large = commitOf(tree.oid, "x".repeat(MIB));
  const objects: Made[] = [blob, tree, large];
  let last = large;
  for (let depth = 0; depth < 12; depth++) {
    last = object("tag", `object ${last.oid}\ntype ${last.type}\ntag t\ntagger A <a> 1 +0000\n\nx\n`);
    objects.push(last);
  }
  const short = object("tag", `object ${large.oid.slice(0, 8)}\ntype commit\ntag s\ntagger A <a> 1 +0000\n\nx\n`);
  const repository = await open([...objects, short], {
    [MAIN]: large.oid,
    "refs/tags/deep": last.oid,
    "refs/tags/short": short.oid,
  });
  const tags = await repositories.refs(repository, { kind: "tags", find: "", offset: 0 });
  expect(tags.rows.map(({ name }) => name)).toEqual(["refs/tags/deep", "refs/tags/short"]);
  expect(await repositories.commits(repository, { ref: MAIN, path: "", offset: 0 })).toMatchObject({
    rows: [{ oid: large.oid, subject: "(a commit too large to be shown)" }],
  });
  await expect(repositories.look(repository, { ...top, ref: "refs/tags/deep" })).rejects.toMatchObject({
    code: expect.stringMatching(/ref-missing|browse-not-a-commit/),
  });
});

test("a quarter of a gigabyte of zeros is told by its size, and comes a piece at a time", async () => {
  const zeros = object("blob", Buffer.alloc(256 * MIB));
  const target = object("blob", "/".repeat(MIB));
  const tree = object("tree", row("120000", "link", target.oid) + row("100644", "zeros", zeros.oid));
  const commit = commitOf(tree.oid);
  const repository = await open([zeros, target, tree, commit], { [MAIN]: commit.oid });
  expect(await repositories.look(repository, { ...top, path: "zeros" })).toMatchObject({
    sizeBytes: 256 * MIB,
    content: { kind: "large" },
  });
  expect(await repositories.look(repository, { ...top, path: "link" })).toMatchObject({ kind: "symlink", target: "" });
  const before = process.memoryUsage().rss;
  const { body } = await repositories.file(repository, { ref: MAIN, path: "zeros" });
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  expect(bytes).toBe(256 * MIB);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
});
