import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { indexBytes } from "@/lib/domain/pack-checks";
import { type FastImport, runGit } from "@/sandbox/seed/fast-import";
import { writeOddRefs } from "@/sandbox/seed/odd-refs";
import { oidOf, PackTrial, serve, thinPack } from "../testing/pack-trial";

let trial: PackTrial;
let odd: string;

beforeAll(async () => {
  trial = await PackTrial.open();
  odd = await trial.repository("odd", "sha1", writeOddRefs);
});
afterEach(() => trial.close());
afterAll(() => trial.end());

async function commitTree(directory: string, entries: string): Promise<void> {
  const tree = await runGit(["-C", directory, "mktree"], Buffer.from(entries));
  const commit = await runGit(["-C", directory, "commit-tree", "-m", "One", tree.trim()]);
  await runGit(["-C", directory, "update-ref", "refs/heads/main", commit.trim()]);
}

describe("a pack that holds all it should passes", () => {
  const submodule = `160000 commit ${"1".repeat(40)}\tvendor\n`;
  test.each([
    ["tags of tags, of a tree, of a blob, odd names", "sha1", writeOddRefs],
    ["the same in SHA-256", "sha256", writeOddRefs],
    ["one commit with an empty tree", "sha1", (_: FastImport, directory: string) => commitTree(directory, "")],
    [
      "a submodule, whose commit is elsewhere",
      "sha1",
      (_: FastImport, directory: string) => commitTree(directory, submodule),
    ],
  ] as const)("%s", async (name, format, write) => {
    const served = serve(await trial.repository(name, format, write));
    expect(await trial.capture(served, await trial.checks())).toEqual({ outcome: "passed", whole: true });
    expect(trial.logged).toEqual([]);
    expect(await trial.leftOver()).toEqual([]);
  });
});

describe("a sound pack that does not hold all is refused before its end, and what is missing is named", () => {
  test.each([
    ["a blob", "refs/heads/trunk:a.txt"],
    ["a tree", "refs/heads/trunk^{tree}"],
    ["a commit in the middle of the history", "refs/heads/trunk"],
    ["the tag that a tag points to", "refs/tags/annotated"],
  ])("%s", async (_, name) => {
    const missing = await oidOf(odd, name);
    const served = serve(odd, [missing]);
    // Without the refs that name it themselves, only a link from another object shows that it is missing.
    const refs = served.refs.filter((ref) => ref.oid !== missing);
    await expect(trial.capture({ ...served, refs }, await trial.checks())).rejects.toMatchObject({
      fault: "incomplete",
      message: expect.stringContaining(missing),
    });
    expect(await trial.leftOver()).toEqual([]);
  });

  test("a tip that no object points to", async () => {
    const missing = await oidOf(odd, "refs/tags/nested");
    await expect(trial.capture(serve(odd, [missing]), await trial.checks())).rejects.toMatchObject({
      fault: "incomplete",
      message: `it lacks ${missing}, which refs/tags/nested points to`,
    });
    expect(await trial.leftOver()).toEqual([]);
  });

  test("the base of a delta", async () => {
    const directory = await trial.repository("deltas", "sha1", async (stream, at) => {
      const lines = Array.from({ length: 400 }, (_, line) => `line ${line} of a file that changes little\n`);
      let parents: number[] = [];
      for (let turn = 0; turn < 5; turn++) {
        const text = lines.map((line, index) => (index === turn ? `${turn}\n` : line)).join("");
        const what = { message: `${turn}`, author: "Ada Acme", time: 1_750_000_000 + turn, files: { "a.txt": text } };
        parents = [stream.commit({ ref: "refs/heads/main", parents, ...what })];
      }
      await stream.writeTo(at);
    });
    const pack = thinPack(directory, ["main", "^main~2"]);
    await expect(trial.capture({ ...serve(directory), pack }, await trial.checks())).rejects.toMatchObject({
      fault: "incomplete",
    });
  });
});

test("a pack with a damaged object under a right checksum is called damaged, not incomplete", async () => {
  const served = serve(odd);
  const spoiled = Buffer.from(served.pack.subarray(0, -20));
  spoiled.writeUInt8((spoiled[40] ?? 0) ^ 0x10, 40);
  const pack = Buffer.concat([spoiled, createHash("sha1").update(spoiled).digest()]);
  await expect(trial.capture({ ...served, pack }, await trial.checks())).rejects.toMatchObject({ fault: "pack" });
});

test.each(["sha1", "sha256"] as const)(
  "the room set aside for an index is what git writes or little more: %s",
  async (format) => {
    const directory = await trial.repository(`index-${format}`, format, writeOddRefs);
    await runGit(["-C", directory, "repack", "-a", "-d", "--quiet"]);
    const packs = path.join(directory, "objects", "pack");
    const index = readdirSync(packs).find((each) => each.endsWith(".idx")) ?? "";
    const written = statSync(path.join(packs, index)).size;
    const objects = serve(directory).pack.readUInt32BE(8);
    expect(indexBytes(objects, format)).toBeGreaterThanOrEqual(written);
    expect(indexBytes(objects, format)).toBeLessThan(written * 1.5);
  },
);
