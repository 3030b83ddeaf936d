import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatBundleHeader } from "@/lib/domain/bundle-header";
import type { Ref } from "@/lib/domain/refs";
import { git } from "@/lib/git/git";
import type { FetchedBundle } from "./fetch-chain";
import { readHeader, unpackAndFsck, unpackChain } from "./unpack-chain";

let work: string;
let unpackBy: typeof unpackChain;
const signal = new AbortController().signal;
const WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];

beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), "holdfast-unpack-"));
  await git(["init", "--quiet", "--initial-branch=main", source()], {});
});
afterEach(() => rm(work, { recursive: true, force: true }));

const source = () => path.join(work, "source");
const target = () => path.join(work, "target.git");
const inSource = async (...args: string[]) => (await git(["-C", source(), ...WHO, ...args], {})).stdout.trim();
const commit = async (name: string, content: string) => {
  await writeFile(path.join(source(), name), content);
  await inSource("add", ".");
  await inSource("commit", "--quiet", "-m", name);
};

async function bundle(name: string, ...what: string[]): Promise<FetchedBundle> {
  const file = path.join(work, name);
  await inSource("bundle", "create", "--quiet", file, ...what);
  return fetched(file);
}

const fetched = (file: string): FetchedBundle => ({
  link: { key: path.basename(file), kind: "full", sizeBytes: 1 },
  file,
  sha256: "",
  sizeBytes: 1,
});

async function unpack(...bundles: FetchedBundle[]): Promise<{ findings: string[]; refs: Ref[] }> {
  const last = bundles.at(-1);
  if (!last) throw new Error("no bundle");
  const { header } = await readHeader(last);
  const refs = header.refs.filter(({ name }) => name !== "HEAD");
  await mkdir(target(), { recursive: true });
  await git(["init", "--quiet", "--bare", `--object-format=${header.objectFormat}`, target()], {});
  return { findings: await unpackBy(bundles, refs, target(), signal), refs };
}

/** The same pack behind another header. */
async function withHeader(whole: FetchedBundle, refs: Ref[], prerequisites: string[]): Promise<FetchedBundle> {
  const { length } = await readHeader(whole);
  const pack = (await readFile(whole.file)).subarray(length);
  const header = formatBundleHeader({ objectFormat: "sha1", refs }, prerequisites);
  await writeFile(whole.file, Buffer.concat([Buffer.from(header, "latin1"), pack]));
  return whole;
}

const asRef = (line: string): Ref => ({ oid: line.slice(0, 40), name: line.slice(41) });
const listed = async () =>
  (await git(["-C", target(), "for-each-ref", "--format=%(objectname) %(refname)"], {})).stdout
    .split("\n")
    .filter(Boolean)
    .sort();
const lines = (refs: Ref[]) => refs.map(({ oid, name }) => `${oid} ${name}`).sort();

/** A tree with one entry written as git would never write it. */
async function oddTree(entry: (blob: Buffer) => Buffer): Promise<string> {
  const blob = Buffer.from(await inSource("rev-parse", "HEAD:a"), "hex");
  const raw = path.join(work, "tree");
  await writeFile(raw, entry(blob));
  const tree = await inSource("hash-object", "-t", "tree", "-w", "--literally", raw);
  return inSource("commit-tree", tree, "-m", "odd");
}

describe.each([
  ["as a restore unpacks it", unpackChain],
  ["as a proof unpacks it", unpackAndFsck],
])("%s", (_, way) => {
  beforeEach(() => {
    unpackBy = way;
  });

  describe("a chain", () => {
    test("gives every ref of its last bundle, whatever its name, with every object checked on the way", async () => {
      await commit("a", "one");
      await inSource("tag", "-a", "-m", "words", "v1");
      const full = await bundle("full", "--all");
      await commit("b", "two");
      await inSource("branch", "größe", "HEAD~1");
      // As ours are: an increment's header lists every ref there is.
      const all = (await inSource("for-each-ref", "--format=%(objectname) %(refname)")).split("\n");
      const increment = await bundle("next", "--all", "^v1^{commit}");
      const next = await withHeader(increment, all.map(asRef), [await inSource("rev-parse", "v1^{commit}")]);
      const { findings, refs } = await unpack(full, next);
      expect(findings).toEqual([]);
      expect(await listed()).toEqual(lines(refs));
      expect(refs).toHaveLength(3);
      await git(["-C", target(), "fsck", "--full", "--strict"], {});
      expect(existsSync(path.join(target(), "packed-refs"))).toBe(true);
    });

    test("of SHA-256 objects, and with an increment that brings refs only", async () => {
      await rm(source(), { recursive: true });
      await git(["init", "--quiet", "--initial-branch=main", "--object-format=sha256", source()], {});
      await commit("a", "one");
      const oid = await inSource("rev-parse", "HEAD");
      const full = await bundle("full", "--all");
      const refs = [{ oid, name: "refs/heads/moved" }];
      const empty = path.join(work, "empty.pack");
      const pack = await git(["-C", source(), "pack-objects", "--stdout"], {});
      await writeFile(empty, Buffer.from(pack.stdout, "latin1"));
      const header = formatBundleHeader({ objectFormat: "sha256", refs }, [oid]);
      await writeFile(path.join(work, "refs"), Buffer.concat([Buffer.from(header, "latin1"), await readFile(empty)]));
      expect(await unpack(full, fetched(path.join(work, "refs")))).toEqual({ findings: [], refs });
      expect(await listed()).toEqual(lines(refs));
    });

    test("with an old slip of form is taken as GitHub has served it, and the slip is told", async () => {
      await commit("a", "one");
      const odd = await oddTree((blob) => Buffer.concat([Buffer.from("0100644 a\0"), blob]));
      await inSource("branch", "odd", odd);
      const { findings, refs } = await unpack(await bundle("full", "--all"));
      expect(findings.join()).toContain("zeroPaddedFilemode");
      expect(await listed()).toEqual(lines(refs));
    });
  });

  describe("is refused as damaged", () => {
    const corrupt = expect.objectContaining({ code: "bundle-corrupt" });

    test("a chain that lacks an object, though each pack is whole and every ref is there", async () => {
      await commit("a", "one");
      const tip = await inSource("rev-parse", "HEAD");
      const tree = await inSource("rev-parse", "HEAD^{tree}");
      const made = await packOf([tip, tree], path.join(work, "lacking"));
      const header = formatBundleHeader({ objectFormat: "sha1", refs: [{ oid: tip, name: "refs/heads/main" }] }, []);
      await writeFile(path.join(work, "lacking.bundle"), Buffer.concat([Buffer.from(header, "latin1"), made]));
      await expect(unpack(fetched(path.join(work, "lacking.bundle")))).rejects.toEqual(corrupt);
    });

    test("a ref of an object that is not there", async () => {
      await commit("a", "one");
      const full = await bundle("full", "--all");
      const refs = [{ oid: "1".repeat(40), name: "refs/heads/main" }];
      await expect(unpack(await withHeader(full, refs, []))).rejects.toEqual(corrupt);
    });

    test.each(["cut", "flipped"] as const)("a pack that is %s", async (how) => {
      await commit("a", "one".repeat(1000));
      const full = await bundle("full", "--all");
      const bytes = await readFile(full.file);
      if (how === "cut") await writeFile(full.file, bytes.subarray(0, -30));
      else
        await writeFile(
          full.file,
          bytes.map((byte, index) => (index === bytes.length - 40 ? byte ^ 1 : byte)),
        );
      await expect(unpack(full)).rejects.toEqual(corrupt);
    });
  });
});

/** A pack of exactly these objects. */
async function packOf(oids: string[], name: string): Promise<Buffer> {
  const list = path.join(work, "list");
  await writeFile(list, `${oids.join("\n")}\n`);
  const file = await open(list);
  try {
    const { stdout } = await git(["-C", source(), "pack-objects", "--quiet", name], { input: file.fd });
    return await readFile(`${name}-${stdout.trim()}.pack`);
  } finally {
    await file.close();
  }
}
