// What a bundle rebuilds is held against its header, and its header against the digest in the manifest.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { git } from "@/lib/git/git";
import { refDigest } from "@/lib/operations/digest";
import type { FetchedBundle } from "./fetch-chain";
import { rebuildRepository } from "./rebuild-repository";
import { unpackAndFsck } from "./unpack-chain";

let work: string;
let bundles: FetchedBundle[];
let refs: { oid: string; name: string }[];
const signal = new AbortController().signal;
const WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];

beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), "holdfast-rebuild-"));
  const source = path.join(work, "source");
  const inSource = async (...args: string[]) => (await git(["-C", source, ...WHO, ...args], {})).stdout.trim();
  await git(["init", "--quiet", "--initial-branch=main", source], {});
  await writeFile(path.join(source, "a"), "one");
  await inSource("add", ".");
  await inSource("commit", "--quiet", "-m", "one");
  await inSource("branch", "topic");
  const file = path.join(work, "full.bundle");
  await inSource("bundle", "create", "--quiet", file, "--all");
  const listed = await inSource("for-each-ref", "--format=%(objectname) %(refname)");
  refs = listed.split("\n").map((line) => ({ oid: line.slice(0, 40), name: line.slice(41) }));
  bundles = [{ link: { key: "full.bundle", kind: "full", sizeBytes: 1 }, file, sha256: "", sizeBytes: 1 }];
});
afterEach(() => rm(work, { recursive: true, force: true }));

const digestOf = (list: typeof refs) =>
  refDigest({ objectFormat: "sha1", refs: list, headTarget: "refs/heads/main", headOid: refs[0]?.oid });

function planWith(digest: string): RepositoryPlan {
  const repository = repositoryName.parse("acme/web");
  return {
    ...{ repository, target: repository, chain: [], totalBytes: 1, objectFormat: "sha1", archived: false },
    ...{ defaultBranch: "main", refDigest: digest, refs: { heads: 2, tags: 0, other: 0 } },
  };
}

const rebuild = (digest = digestOf(refs), unpack = unpackAndFsck) =>
  rebuildRepository(planWith(digest), bundles, work, signal, unpack);

test("every ref of the header and of the digest is there", async () => {
  const rebuilt = await rebuild();
  expect(rebuilt.refs).toEqual(refs);
  expect(rebuilt).toMatchObject({ head: "refs/heads/main", findings: [] });
});

test("a bundle that is whole, and of other refs than the manifest's digest, is not what was written", async () => {
  const moved = refs.map((ref) => (ref.name.endsWith("topic") ? { ...ref, oid: "1".repeat(40) } : ref));
  for (const list of [moved, refs.slice(1)])
    await expect(rebuild(digestOf(list))).rejects.toMatchObject({
      code: "refs-differ",
      message: expect.stringContaining("digest"),
    });
});

test("a ref of the header that the rebuilt repository lacks is named", async () => {
  const withoutTopic: typeof unpackAndFsck = (all, wanted, ...rest) =>
    unpackAndFsck(
      all,
      wanted.filter(({ name }) => !name.endsWith("topic")),
      ...rest,
    );
  await expect(rebuild(digestOf(refs), withoutTopic)).rejects.toMatchObject({
    code: "refs-differ",
    facts: { count: 1, first: "refs/heads/topic" },
  });
});
