import { createHash, randomBytes, randomInt } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allVersions } from "./testing/all-versions";
import { type S3Process, startS3Process } from "./testing/s3-process";

let dataDir: string;
let server: S3Process | undefined;
const Bucket = "durable";
const bucketRoot = () => path.join(dataDir, "s3", "us-east-1", Bucket);

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-s3-kill-"));
});
afterEach(async () => {
  await server?.kill("SIGKILL");
  server = undefined;
  await rm(dataDir, { recursive: true });
});

interface Acknowledged {
  key: string;
  versionId: string;
  md5: string;
}

test("killed at any moment, the server has every object it acknowledged, whole, and shows no half one", async () => {
  server = await startS3Process(dataDir);
  await server.client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await server.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));

  const acknowledged: Acknowledged[] = [];
  const removed = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    const { client } = server;
    const stop = new AbortController();
    const writers = Array.from({ length: 8 }, (_, index) => {
      return keepWriting(client, `${round}-${index}`, stop.signal, acknowledged, removed);
    });
    await sleep(randomInt(400, 1200));
    await server.kill("SIGKILL");
    stop.abort();
    await Promise.all(writers);
    server = await startS3Process(dataDir);
    await checkEverything(server.client, acknowledged, removed);
    expect(await unnamedFiles(), server.said()).toBe(0);
  }
  expect(acknowledged.length).toBeGreaterThan(30);
}, 120_000);

/** Puts, multipart uploads and deletes without a pause, until the server is gone. */
async function keepWriting(
  client: S3Client,
  name: string,
  signal: AbortSignal,
  acknowledged: Acknowledged[],
  removed: Set<string>,
): Promise<void> {
  for (let count = 0; !signal.aborted; count += 1) {
    // One key that all write, and keys of their own.
    const key = count % 3 === 0 ? "contended" : `${name}/${count}`;
    const body = randomBytes(randomInt(1, 300_000));
    try {
      const write = count % 4 === 3 ? inParts : atOnce;
      const versionId = await write(client, key, body);
      acknowledged.push({ key, versionId, md5: createHash("md5").update(body).digest("hex") });
      if (count % 5 === 4) {
        // Whether it is gone is open until the answer: neither outcome may be expected then.
        removed.add(versionId);
        await client.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId }));
      }
    } catch (error) {
      if (isGone(error)) return;
      throw error;
    }
  }
}

async function atOnce(client: S3Client, Key: string, Body: Buffer): Promise<string> {
  return (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? "";
}

async function inParts(client: S3Client, Key: string, Body: Buffer): Promise<string> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const target = { Bucket, Key, UploadId };
  const { ETag } = await client.send(new UploadPartCommand({ ...target, PartNumber: 1, Body }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return (await client.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload }))).VersionId ?? "";
}

async function checkEverything(client: S3Client, acknowledged: Acknowledged[], removed: Set<string>): Promise<void> {
  const expected = new Map(acknowledged.map((each) => [each.versionId, each]));
  const listed = new Set<string>();
  for (const { Key, VersionId = "", ETag, Size } of await allVersions(client, Bucket)) {
    listed.add(VersionId);
    const found = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
    const md5 = createHash("md5").update(bytes).digest("hex");
    expect(bytes.length).toBe(Size);
    if (!ETag?.includes("-")) expect(`"${md5}"`).toBe(ETag);
    const acknowledgedMd5 = expected.get(VersionId)?.md5;
    if (acknowledgedMd5) expect(md5).toBe(acknowledgedMd5);
  }
  const lost = acknowledged.filter((each) => !listed.has(each.versionId) && !removed.has(each.versionId));
  expect(lost).toEqual([]);
}

function isGone(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string };
  return (
    ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code ?? "") || name === "TimeoutError" || name === "AbortError"
  );
}

/** Files of bytes that neither a version nor a part names, and temporary files: there are none after a start. */
async function unnamedFiles(): Promise<number> {
  const files = (await readdir(bucketRoot(), { recursive: true })).filter((file) => /\.\w+$/.test(file));
  const data = files.filter((file) => file.endsWith(".bin")).map((file) => path.basename(file, ".bin"));
  const sidecars = files.filter((file) => /^(objects|uploads)\/.*\.json$/.test(file));
  const texts = await Promise.all(sidecars.map((file) => readFile(path.join(bucketRoot(), file), "utf8")));
  const named = new Set(texts.flatMap((text) => [...text.matchAll(/"file":"(\w+)"/g)].map((match) => match[1])));
  return data.filter((name) => !named.has(name)).length + files.filter((file) => file.endsWith(".tmp")).length;
}

describe("at the start", () => {
  test("temporary files are swept, and a sidecar without its bytes is ignored and named in the log", async () => {
    server = await startS3Process(dataDir);
    await server.client.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ["kept", "lost"]) await server.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    await server.kill("SIGTERM");
    const data = (await readdir(path.join(bucketRoot(), "data"), { recursive: true })).filter((each) =>
      each.endsWith(".bin"),
    );
    expect(data).toHaveLength(2);
    for (const file of data) {
      const full = path.join(bucketRoot(), "data", file);
      if ((await readFile(full, "utf8")) === "lost") await rm(full);
    }
    await writeFile(path.join(bucketRoot(), "data", "00", "half.bin.tmp"), "half of an upload");
    await writeFile(path.join(bucketRoot(), "objects", "00", "half.json.abc.tmp"), "{");

    server = await startS3Process(dataDir);
    const keys = (await allVersions(server.client, Bucket)).map((each) => each.Key);
    expect(keys).toEqual(["kept"]);
    expect(server.said()).toContain("the bytes of lost");
    expect(await unnamedFiles()).toBe(0);
  });
});
