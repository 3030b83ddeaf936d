// Repositories that the worker backed up, looked into with stock git by the console's own role.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browsed } from "@/lib/domain/browse";
import { escapePath } from "@/lib/domain/git-path";
import { repositoryName } from "@/lib/domain/ids-schema";
import { browseCommits, browseFile, browsePath, browseRefs, openRepository } from "@/lib/operations/browse-backup";
import { judgeMoves } from "@/lib/operations/judge-moves";
import { runGit } from "@/sandbox/seed/fast-import";
import { CURIOUS, writeCuriousHistory } from "@/sandbox/testing/curious-history";
import { type Day, headOf, ThreeDays } from "@/worker/testing/three-days";
import { BrowseBench } from "./testing/browse-bench";

let world: ThreeDays;
let bench: BrowseBench;
let commit: string;
let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "holdfast-browse-test-"));
  world = await ThreeDays.start((box) =>
    writeCuriousHistory(box.sourceOf("acme/billing")).then((oid) => {
      commit = oid;
    }),
  );
  bench = new BrowseBench(world.box, { parent });
});
afterAll(async () => {
  await bench?.close();
  await world?.stop();
  await rm(parent, { recursive: true, force: true });
});

const of = (repository: string, day: Day = world.newest): Browsed => ({
  snapshot: day.manifest.snapshot,
  repository: repositoryName.parse(repository),
  side: "primary",
});
const billing = () => of("acme/billing");
const curious = { ref: "refs/heads/curious", path: "", find: "" };
const at = (place: string) => browsePath(bench.deps, { ...billing(), ...curious, path: place });

describe.each(["acme/storefront", "acme/git-torture", "acme/sha256-trial"])("%s, a chain of three", (repository) => {
  test("has every branch and tag of each day, with the commits they lead to", async () => {
    for (const day of world.days) {
      const ready = await bench.ready(of(repository, day));
      const lines = (day.refs.get(repository) ?? "").split("\n").filter(Boolean);
      expect(ready.refs.branches).toBe(lines.filter((line) => / refs\/heads\//.test(line)).length);
      expect(ready.refs.tags).toBe(lines.filter((line) => / refs\/tags\//.test(line)).length);
      expect(ready.head).toBe(`refs/heads/${world.entry(repository, day).default_branch}`);
      const rows = await bench.allRefs(of(repository, day));
      expect(rows.map(({ name }) => name).sort()).toEqual(
        lines.map((line) => escapePath(line.split(" ").slice(2).join(" "))).sort(),
      );
      // HEAD's branch first: what most look for.
      const { rows: first } = await browseRefs(bench.deps, {
        ...of(repository, day),
        kind: "branches",
        find: "",
        offset: 0,
      });
      expect(first[0]?.name).toBe(ready.head);
    }
  });

  test("has the history that git has, page by page", async () => {
    const { head = "" } = await bench.ready(of(repository));
    const source = world.source(repository);
    const wanted = (await runGit(["-C", source, "log", "--format=%H %at %an %s", head])).trim().split("\n");
    const found = await bench.allCommits(of(repository), head);
    const shown = found.map(
      ({ oid, author, subject }) => `${oid} ${Date.parse(author.at ?? "") / 1000} ${author.name} ${subject}`,
    );
    expect(shown).toEqual(wanted);
  });

  test("has the files that git has, by the same ids, and gives out their very bytes", async () => {
    const { head = "" } = await bench.ready(of(repository));
    const tree = await runGit(["-C", world.source(repository), "ls-tree", "-r", "-z", head]);
    const rows = tree.split("\0").filter(Boolean).slice(0, 20);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const [, oid = "", name = ""] = /^\d+ blob (\w+)\t(.*)$/.exec(row) ?? [];
      const seen = await browsePath(bench.deps, { ...of(repository), ref: head, path: escapePath(name), find: "" });
      expect(seen).toMatchObject({ kind: "file", oid });
      expect(await bench.bytes({ ...of(repository), ref: head, path: escapePath(name) })).toEqual(
        await bench.blob(world.source(repository), oid),
      );
    }
  });
});

describe("files", () => {
  test("a folder lists folders first, with what each is and how large", async () => {
    await bench.ready(billing());
    const seen = await at("");
    if (seen.kind !== "folder") throw new Error(seen.kind);
    expect(seen.commit).toMatchObject({ oid: commit, subject: "Everything <b>odd</b>", author: { name: "Ada Acme" } });
    expect(seen.rows.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      ...["folder nothing", "folder odd", "folder scripts"],
      ...["file README.md", "file empty.txt", "file huge.log", "file latin1.txt", "file logo.png"],
      ...["symlink passwd", "file trojan.js", "submodule vendor", "file video.mp4"],
    ]);
    const sizes = Object.fromEntries(seen.rows.map(({ name, sizeBytes }) => [name, sizeBytes]));
    expect(sizes).toMatchObject({
      "empty.txt": 0,
      "huge.log": CURIOUS.huge.length,
      nothing: undefined,
      vendor: undefined,
    });
    const found = await browsePath(bench.deps, { ...billing(), ...curious, find: "MD" });
    expect(found).toMatchObject({ total: 1, rows: [{ name: "README.md" }] });
  });

  test("text, binary, empty, large, of another encoding, with characters that turn a line", async () => {
    expect(await at("README.md")).toMatchObject({
      content: { kind: "text", lines: ["# Curious", "", "Plain words."], encoding: "UTF-8", marked: 0 },
    });
    expect(await at("logo.png")).toMatchObject({ content: { kind: "binary" }, sizeBytes: 8 });
    expect(await at("empty.txt")).toMatchObject({ content: { kind: "text", lines: [] }, sizeBytes: 0 });
    expect(await at("huge.log")).toMatchObject({ content: { kind: "large" }, sizeBytes: CURIOUS.huge.length });
    expect(await at("latin1.txt")).toMatchObject({
      content: { lines: ["naïve", "line two"], encoding: "Latin-1" },
    });
    const trojan = await at("trojan.js");
    expect(JSON.stringify(trojan)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(trojan).toMatchObject({ content: { marked: 4, lines: [expect.stringContaining("[U+202E]"), "}"] } });
    expect(await at("scripts/run.sh")).toMatchObject({ executable: true });
  });

  test("a symbolic link and a submodule are told, and not followed", async () => {
    expect(await at("passwd")).toMatchObject({ kind: "symlink", target: CURIOUS.target });
    expect(await at("vendor")).toMatchObject({ kind: "submodule", oid: CURIOUS.submodule });
    await expect(at("passwd/root")).rejects.toMatchObject({ code: "browse-path-missing" });
    await expect(at("vendor/README.md")).rejects.toMatchObject({ code: "browse-path-missing" });
    await expect(browseFile(bench.deps, { ...billing(), ...curious, path: "vendor" })).rejects.toMatchObject({
      code: "browse-not-a-file",
    });
  });

  test.each(Object.entries(CURIOUS.names))("a name that is a trap (%s) is a name", async (_, name) => {
    const place = `odd/${escapePath(name)}`;
    expect(place).toMatch(/^[ -~é]*$/);
    expect(await at(place)).toMatchObject({ kind: "file", sizeBytes: CURIOUS.readme.length });
    const file = await browseFile(bench.deps, { ...billing(), ...curious, path: place });
    expect(file.name).toBe(name);
    expect(Buffer.concat(await bench.drain(file.body)).toString()).toBe(CURIOUS.readme);
    const history = () => browseCommits(bench.deps, { ...billing(), ...curious, path: place, offset: 0 });
    if (name.includes("\n")) await expect(history()).rejects.toMatchObject({ code: "browse-object" });
    else expect((await history()).rows.map(({ oid }) => oid)).toEqual([commit]);
  });

  test("the large and the empty one come whole", async () => {
    expect(await bench.bytes({ ...billing(), ...curious, path: "huge.log" })).toEqual(CURIOUS.huge);
    expect(await bench.bytes({ ...billing(), ...curious, path: "empty.txt" })).toEqual(Buffer.alloc(0));
  });

  test("an empty folder and a commit of nothing are empty", async () => {
    expect(await at("nothing")).toMatchObject({ kind: "folder", rows: [], total: 0 });
    const nothing = { ...billing(), ref: "refs/heads/empty-tree", path: "", find: "" };
    expect(await browsePath(bench.deps, nothing)).toMatchObject({ kind: "folder", rows: [] });
  });
});

describe("refs", () => {
  test("by an annotated tag, by a commit's id, and what is neither is told", async () => {
    await bench.ready(billing());
    const by = (ref: string) => browsePath(bench.deps, { ...billing(), ...curious, ref });
    expect(await by("refs/tags/v-curious")).toMatchObject({ commit: { oid: commit } });
    expect(await by(commit)).toMatchObject({ commit: { oid: commit } });
    await expect(by("refs/tags/a-blob")).rejects.toMatchObject({ code: "browse-not-a-commit" });
    await expect(by("refs/tags/a-tree")).rejects.toMatchObject({ message: expect.stringContaining("leads to a tree") });
    for (const none of [
      "refs/heads/none",
      "f".repeat(40),
      commit.slice(0, 12),
      "HEAD^{tree}",
      "--all",
      "refs/heads/*",
      "main",
    ])
      await expect(by(none), none).rejects.toMatchObject({ code: "ref-missing" });
    const tags = await browseRefs(bench.deps, { ...billing(), kind: "tags", find: "curi", offset: 0 });
    expect(tags.rows).toMatchObject([
      { name: "refs/tags/v-curious", tag: "annotated", subject: "Everything <b>odd</b>" },
    ]);
    expect(
      (await browseRefs(bench.deps, { ...billing(), kind: "tags", find: "a-tree", offset: 0 })).rows,
    ).toMatchObject([{ tag: "tree" }]);
  });
});

test("the same chain in two snapshots is one repository", async () => {
  const [first, second] = [of("acme/billing", world.days[0] as Day), of("acme/billing", world.days[1] as Day)];
  const ready = await bench.ready(first);
  expect(await openRepository(bench.deps, second)).toEqual(ready);
});

test("moves of refs are judged by the newer snapshot's chain: forward, rewritten, or not to be known", async () => {
  const source = world.source("acme/storefront");
  const log = (await runGit(["-C", source, "log", "--format=%H", await headOf(source)])).trim().split("\n");
  const [newest = "", second = "", oldest = ""] = [log[0], log[1], log.at(-1)];
  const none = "a".repeat(40);
  const moves = [
    { old: second, new: newest },
    { old: oldest, new: newest },
    { old: newest, new: second },
    { old: newest, new: newest },
    { old: none, new: newest },
    { old: newest, new: none },
    { old: "--all", new: "HEAD" },
    { old: newest.slice(0, 10), new: newest },
  ];
  for (;;) {
    const judged = await judgeMoves(bench.deps, of("acme/storefront"), moves);
    if (judged.state === "preparing") continue;
    expect(judged.verdicts).toEqual([
      ...["forward", "forward", "rewritten", "forward"],
      ...["unknown", "unknown", "unknown", "unknown"],
    ]);
    break;
  }
  // By annotated tags, and between histories that have nothing in common.
  await bench.ready(billing());
  const refs = await bench.allRefs(billing());
  const tag = refs.find(({ name }) => name === "refs/tags/v-curious")?.oid ?? "";
  const main = refs.find(({ name }) => name === "refs/heads/main")?.oid ?? "";
  const judged = await judgeMoves(bench.deps, billing(), [
    { old: commit, new: tag },
    { old: main, new: commit },
  ]);
  expect(judged).toEqual({ state: "judged", verdicts: ["forward", "rewritten"] });
});
