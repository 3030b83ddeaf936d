// Bundles that somebody has put into the bucket to harm whoever reads them: a proof and a restore refuse each with a reason, in
// little memory, and leave nothing on the disk. What is sound beside them is proven as ever.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manifestKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { formatBundleHeader } from "@/lib/domain/bundle-header";
import { newRunId } from "@/lib/domain/ids";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { peakMemory } from "@/sandbox/testing/peak-memory";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";
import { blobId, copyingDelta, handMadePack, type PackObject } from "./testing/hand-made-pack";

const MIB = 1024 * 1024;
const MOST_MEMORY = 500 * MIB;
const BOMB_BYTES = 256 * MIB;
const ROOT = "hostile";
const DAY = snapshotId.parse("2026-11-20");

const base = Buffer.alloc(65_536, "x");
const zeros = Buffer.alloc(BOMB_BYTES);
const a = "a".repeat(40);
const b = "b".repeat(40);
const delta = copyingDelta(base.length, 100, 1000);
const packed = (...objects: PackObject[]) => handMadePack([{ type: "blob", data: base }, ...objects]);

function bundle(pack: Buffer, name = "refs/tags/it", oid = blobId(base)): Buffer {
  const header = formatBundleHeader({ objectFormat: "sha1", refs: [{ oid, name }] }, []);
  return Buffer.concat([Buffer.from(header, "latin1"), pack]);
}

/** Each with the code of its refusal, and words that are in it. */
const HOSTILE: Record<string, { bytes: Buffer; code: string; says: RegExp }> = {
  cyclic: {
    bytes: bundle(packed({ type: "ref-delta", data: delta, base: a }, { type: "ref-delta", data: delta, base: b })),
    code: "bundle-corrupt",
    says: /unresolved delta/,
  },
  "own-base": {
    bytes: bundle(packed({ type: "ofs-delta", data: delta, base: 0 })),
    code: "bundle-corrupt",
    says: /delta base offset/,
  },
  "lying-bomb": {
    bytes: bundle(packed({ type: "blob", data: base, size: 10, deflated: deflateSync(zeros) })),
    code: "bundle-corrupt",
    says: /inflate/,
  },
  "delta-bomb": {
    bytes: bundle(
      packed({ type: "ref-delta", data: copyingDelta(base.length, 100, 1000, 2 ** 40), base: blobId(base) }),
    ),
    code: "bundle-needs-memory",
    says: /over limit/,
  },
  "tree-bomb": {
    bytes: bundle(packed({ type: "tree", data: base, size: 2 ** 40 })),
    code: "bundle-needs-memory",
    says: /over limit/,
  },
  "too-many": {
    bytes: bundle(handMadePack([{ type: "blob", data: base }], 2 ** 32 - 1)),
    code: "bundle-corrupt",
    says: /cannot be unpacked/,
  },
  upwards: { bytes: bundle(packed(), "refs/../../outside"), code: "bundle-corrupt", says: /refs\/\.\.\/\.\.\/outside/ },
  refspec: {
    bytes: bundle(packed(), "refs/heads/a:refs/heads/b"),
    code: "bundle-corrupt",
    says: /no ref can have the name/,
  },
  "no-header": { bytes: Buffer.alloc(2 * MIB), code: "bundle-corrupt", says: /does not begin like a git bundle/ },
};
const SOUND = ["steady", "bomb"];

let box: TestSandbox;
let scratch: string;
let run: WorkerResult;
let record: RunRecord;
let peak: number;

const variables = () => ({ ROOT_PREFIX: ROOT, REPLICA_BUCKET: "", RETRY_PAUSE_MS: "20", SCRATCH_DIR: scratch });

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-hostile-"));
  box = await TestSandbox.start([{ name: "steady", description: "", history: { commits: 3 } }]);
  const file = path.join(scratch, "steady.bundle");
  await runGit(["-C", box.sourceOf("acme/steady"), "bundle", "create", "--quiet", file, "--all"]);
  const bomb = handMadePack([{ type: "blob", data: Buffer.alloc(0), size: BOMB_BYTES, deflated: deflateSync(zeros) }]);
  await put({
    ...Object.fromEntries(Object.entries(HOSTILE).map(([name, { bytes }]) => [name, bytes])),
    steady: await readFile(file),
    // A file of zeros is nothing bad by itself.
    bomb: bundle(bomb, "refs/tags/it", blobId(zeros)),
  });
  await rm(file);
  const id = newRunId(new Date(), "hostil");
  let watched: Promise<number> | undefined;
  run = await box.worker(["verify"], {
    variables: { ...variables(), RUN_ID: id },
    onStart: (_, child) => {
      watched = peakMemory(child);
    },
  });
  peak = (await watched) ?? 0;
  record = runRecord.parse(JSON.parse((await box.object(runRecordKey(id), BUCKETS.records)).toString()));
});
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

/** A snapshot of the format that knows no hashes: whoever writes bundles writes manifests, too. */
async function put(bundles: Record<string, Buffer>): Promise<void> {
  const write = (Key: string, Body: Buffer | string) =>
    box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key, Body }));
  const repos = Object.entries(bundles).map(([name, bytes]) => {
    const s3_key = `${ROOT}/${DAY}/acme/${name}.bundle`;
    return { repo: `acme/${name}`, size_bytes: bytes.length, s3_key };
  });
  for (const { repo, s3_key } of repos) await write(s3_key, bundles[repo.slice("acme/".length)] as Buffer);
  await write(manifestKey(ROOT, DAY), JSON.stringify({ timestamp: `${DAY}T02:00:00Z`, date: DAY, repos }));
}

test("a proof fails for each of them, and for no other", () => {
  expect(run.exitCode, run.output).toBe(1);
  expect(record.state).toBe("partial");
  const failed = record.failures?.map(({ repo, code }) => ({ repo, code }));
  const expected = Object.entries(HOSTILE).map(([name, { code }]) => ({ repo: `acme/${name}`, code }));
  expect(failed).toHaveLength(expected.length);
  expect(failed).toEqual(expect.arrayContaining(expected));
  expect(run.output).not.toContain("unexpected");
});

test.each(Object.entries(HOSTILE))("%s: the reason tells what is wrong", (name, { says }) => {
  expect(record.failures?.find(({ repo }) => repo === `acme/${name}`)?.message).toMatch(says);
});

test("neither memory nor disk was taken", async () => {
  expect(peak).toBeGreaterThan(50 * MIB);
  expect(peak).toBeLessThan(MOST_MEMORY);
  expect(await readdir(scratch)).toEqual([]);
});

describe("a restore", () => {
  const restore = (name: string) => {
    const directory = path.join(scratch, "out", `${name}.git`);
    const args = ["restore", "--snapshot", DAY, "--repository", `acme/${name}`, "--local", directory];
    return box.worker(args, { variables: variables() });
  };

  test.each(["cyclic", "delta-bomb", "tree-bomb", "upwards"])("of %s makes nothing, and says why", async (name) => {
    const { exitCode, output } = await restore(name);
    expect(exitCode, output).toBe(65);
    expect(output).toMatch(HOSTILE[name]?.says ?? /never/);
    expect(await readdir(path.join(scratch, "out")).catch(() => [])).toEqual([]);
  });

  test.each(SOUND)("of %s beside them works", async (name) => {
    const { exitCode, output } = await restore(name);
    expect(exitCode, output).toBe(0);
    await rm(path.join(scratch, "out"), { recursive: true });
  });
});
