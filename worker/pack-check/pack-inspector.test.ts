import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Inspected, PackInspector } from "./pack-inspector";

/** Far more than one chunk, and than what is inflated at a time. */
const LARGE = 1024 * 1024;

let directory: string;
interface TestPack {
  bytes: Buffer;
  objects: number;
  /** Of the largest object, as git says it. */
  largestBytes: number;
  format: "sha1" | "sha256";
}
const packs: Record<string, TestPack> = {};
const packOf = (name: string) => packs[name] as TestPack;

function makePack(format: "sha1" | "sha256", files: Record<string, Buffer | string>[]): TestPack {
  const repository = mkdtempSync(path.join(directory, "r-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repository, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      maxBuffer: 1 << 28,
    });
  git("init", "-q", `--object-format=${format}`);
  for (const set of files) {
    for (const [name, content] of Object.entries(set)) writeFileSync(path.join(repository, name), content);
    git("add", ".");
    git("commit", "-qm", "x");
  }
  const bytes = execFileSync(
    "sh",
    [
      "-c",
      `git -C ${repository} rev-list --objects --all | git -C ${repository} pack-objects --stdout --delta-base-offset -q`,
    ],
    { maxBuffer: 1 << 28 },
  );
  const sizes = git("cat-file", "--batch-all-objects", "--batch-check=%(objectsize)").toString().trim().split("\n");
  return { bytes, objects: bytes.readUInt32BE(8), largestBytes: Math.max(...sizes.map(Number)), format };
}

async function inspect(name: string, bytes: Buffer, chunk: number): Promise<Inspected> {
  const inspector = new PackInspector(packs[name]?.format ?? "sha1");
  for (let at = 0; at < bytes.length; at += chunk) inspector.push(bytes.subarray(at, at + chunk));
  return inspector.end();
}

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "holdfast-pack-"));
  const text = (seed: number) =>
    Array.from({ length: 400 }, (_, line) => `line ${line === seed ? "changed" : line}`).join("\n");
  const small = Array.from({ length: 12 }, (_, index) => ({ "a.txt": text(index), [`${index}.txt`]: `${index}` }));
  const large: Record<string, Buffer | string>[] = [
    { "zeros.bin": Buffer.alloc(3 * LARGE), "noise.bin": randomBytes(2 * LARGE + 17) },
    { "after.txt": "after" },
  ];
  packs.small = makePack("sha1", small);
  packs.sha256 = makePack("sha256", small.slice(0, 3));
  packs.large = makePack("sha1", large);
  packs.empty = {
    bytes: Buffer.concat([Buffer.from("PACK\0\0\0\x02\0\0\0\0", "latin1"), Buffer.alloc(20)]),
    objects: 0,
    largestBytes: 0,
    format: "sha1",
  };
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(["small", "sha256", "large", "empty"])("a real pack of git's (%s)", (name) => {
  test.each([1 << 30, 65_515, 1009])("is counted whole in chunks of %i", async (chunk) => {
    const { bytes, objects, largestBytes } = packOf(name);
    expect(await inspect(name, bytes, chunk)).toEqual({ objects, largestBytes });
  });
});

test("of a delta the size counts that it makes, not its own", async () => {
  const base = randomBytes(300_000);
  const longer = Buffer.concat([base, Buffer.from("one line more\n")]);
  // The newest is kept whole, so the longest one has to be the older one to become a delta.
  const { bytes, largestBytes } = makePack("sha1", [{ "a.bin": longer }, { "a.bin": base }]);
  expect(largestBytes).toBe(longer.length);
  for (const chunk of [1, 7, 65_515]) expect(await inspect("small", bytes, chunk)).toMatchObject({ largestBytes });
});

test("in chunks of a single byte too", async () => {
  const { bytes, objects, largestBytes } = packOf("sha256");
  expect(await inspect("sha256", bytes, 1)).toEqual({ objects, largestBytes });
});

test.each(["small", "large"])(
  "a flipped bit anywhere in an object's data is found, also under a fresh trailer (%s)",
  async (name) => {
    const { bytes } = packs[name] ?? { bytes: Buffer.alloc(0) };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 12, max: bytes.length - 21 }),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          const rotten = Buffer.from(bytes);
          rotten[at] = (rotten[at] ?? 0) ^ (1 << bit);
          // A bit of an object's type, or of a delta's base, is seen only by naming the objects: not this check's promise.
          const insideTheNoise = name === "large" && at > bytes.length * 0.2 && at < bytes.length * 0.8;
          const outcome = await inspect(name, rotten, 65_515).then(
            () => "passed",
            (error: Error) => error.name,
          );
          if (insideTheNoise) expect(outcome).toBe("WireError");
          else expect(["WireError", "passed"]).toContain(outcome);
        },
      ),
      { numRuns: 60 },
    );
  },
);

test.each([1, 20, 21, 500])("cut %i bytes short it is refused", async (missing) => {
  const { bytes } = packs.small ?? { bytes: Buffer.alloc(0) };
  await expect(inspect("small", bytes.subarray(0, -missing), 4096)).rejects.toMatchObject({ fault: "pack" });
});

test("wherever the network cuts near the end of a large object, it is neither missed nor waited for for ever", () => {
  // One object alone, so that its end stands right before the pack's trailer.
  const blob = deflateSync(randomBytes(LARGE + 5));
  const size = LARGE + 5;
  const head = [0x30 | (size & 15) | 128];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128))
    head.push((rest % 128) | (rest >= 128 ? 128 : 0));
  const bytes = Buffer.concat([
    Buffer.from("PACK\0\0\0\x02\0\0\0\x01", "latin1"),
    Buffer.from(head),
    blob,
    Buffer.alloc(20),
  ]);
  for (let cut = 1; cut < 60; cut++) {
    const inspector = new PackInspector("sha1");
    inspector.push(bytes.subarray(0, bytes.length - cut));
    inspector.push(bytes.subarray(bytes.length - cut));
    expect(inspector.end(), `cut ${cut} bytes before the end`).toEqual({ objects: 1, largestBytes: size });
  }
});

test("bytes after the last object are refused", async () => {
  const { bytes } = packs.small ?? { bytes: Buffer.alloc(0) };
  await expect(inspect("small", Buffer.concat([bytes, Buffer.from("x")]), 4096)).rejects.toMatchObject({
    fault: "pack",
  });
});

test("any bytes end in a result or a pack error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
      const bytes = Buffer.concat([Buffer.from("PACK\0\0\0\x02\0\0\0\x05", "latin1"), Buffer.from(noise)]);
      await expect(inspect("small", bytes, 50)).rejects.toMatchObject({ fault: "pack" });
    }),
    { numRuns: 1000 },
  );
});
