import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import * as vitest from "vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasCode } from "@/lib/domain/errors";
import { objectStoreContract } from "@/lib/ports/object-store.contract-suite";
import { startS3 } from "@/sandbox/s3/start-s3";
import { ADMIN, Principals } from "@/sandbox/shared/principals";
import { S3ObjectStore } from "./s3-object-store";

const MiB = 1024 * 1024;
const REGION = "us-east-1";
let server: Awaited<ReturnType<typeof startS3>>;
let client: S3Client;
let dataDir: string;

async function open(bucket: string): Promise<S3ObjectStore> {
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }));
  return new S3ObjectStore({ bucket, region: REGION, endpoint: server.regions.get(REGION)?.url });
}

beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
  dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-s3-"));
  server = await startS3({ dataDir, principals: await Principals.open(dataDir), regions: [{ name: REGION, port: 0 }] });
  client = new S3Client({ endpoint: server.regions.get(REGION)?.url, region: REGION, credentials: ADMIN });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

objectStoreContract(vitest, "S3", async () => ({
  store: await open("contract"),
  hide: (key) => hide("contract", key),
}));

const hide = async (Bucket: string, Key: string) => void (await client.send(new DeleteObjectCommand({ Bucket, Key })));

test("a version under more delete markers than a page of the list holds is found", async () => {
  const store = await open("markers");
  const { versionId } = await store.put("k", "deep down");
  for (let count = 0; count < 1001; count += 13)
    await Promise.all(Array.from({ length: 13 }, () => hide("markers", "k")));
  expect(await store.newestVersion("k")).toBe(versionId);
});

test("an object too large for one copy is copied in parts, of the version that is asked for; a failed one leaves nothing", async () => {
  await open("large-copy");
  const endpoint = server.regions.get(REGION)?.url;
  const copyLimits = { wholeBytes: 6 * MiB, partBytes: 5 * MiB };
  const store = new S3ObjectStore({ bucket: "large-copy", region: REGION, endpoint, copyLimits });
  const bytes = new Uint8Array(12 * MiB + 5).map((_, index) => index % 251);
  const { versionId } = await store.put("from", bytes);
  await store.put("from", "something newer");
  await store.copy({ key: "from", versionId, sizeBytes: bytes.length }, "to");
  let at = 0;
  for await (const part of (await store.read("to")).body) {
    expect(Buffer.from(part).equals(bytes.subarray(at, at + part.length))).toBe(true);
    at += part.length;
  }
  expect(at).toBe(bytes.length);
  const none = store.copy({ key: "none", sizeBytes: bytes.length }, "never");
  await expect(none).rejects.toSatisfy((error) => hasCode(error, "object-missing"));
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: "large-copy" }));
  expect(Uploads ?? []).toEqual([]);
});

describe("a presigned address", () => {
  test("gives one version of one object to whoever has it, as a file with a safe name, and not once it is changed", async () => {
    const store = await open("presigned");
    const { versionId } = await store.put("a b/é.bundle", "the first");
    await store.put("a b/é.bundle", "the second");
    await store.put("other", "another");
    const url = await store.presign("a b/é.bundle", {
      versionId,
      expiresSeconds: 60,
      fileName: 'x"; filename=evil\r\n.bundle',
      person: "omar",
    });
    const answer = await fetch(url);
    expect(await answer.text()).toBe("the first");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="x_filename_evil_.bundle"');
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("60");
    const changed = (from: string, to: string) => fetch(url.replace(from, to)).then(({ status }) => status);
    expect(await changed("X-Amz-Expires=60", "X-Amz-Expires=6000")).toBe(403);
    expect(await changed("a%20b/%C3%A9.bundle", "other")).toBe(403);
    expect(await changed(`versionId=${versionId}`, "versionId=null")).toBe(403);
    expect((await fetch(url, { method: "PUT", body: "mine" })).status).toBe(403);
  });
});

async function* stream(sizes: number[], failAfter = false): AsyncGenerator<Buffer> {
  for (const [index, size] of sizes.entries()) yield Buffer.alloc(size, index);
  if (failAfter) throw new Error("the source broke off");
}
const leftOpen = async (bucket: string) =>
  (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [];
const keysIn = async (bucket: string) =>
  ((await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map((each) => each.Key);

test.each([0, 1, 8 * MiB - 1, 8 * MiB, 8 * MiB + 1, 20 * MiB])(
  "a stream of %i bytes becomes one object of just these bytes",
  async (size) => {
    const bucket = `sizes-${size}`;
    const store = await open(bucket);
    const written = await store.upload("k", stream([Math.floor(size / 3), size - Math.floor(size / 3)]));
    expect(written.sizeBytes).toBe(size);
    expect((await store.head("k", written.versionId)).sizeBytes).toBe(size);
    expect(await leftOpen(bucket)).toEqual([]);
  },
);

test.each([100, 20 * MiB])(
  "a source that throws after %i bytes leaves no object and no open upload, and its own error comes out",
  async (size) => {
    const bucket = `throws-${size}`;
    const store = await open(bucket);
    await expect(store.upload("k", stream([size], true))).rejects.toThrow("the source broke off");
    expect(await keysIn(bucket)).toEqual([]);
    expect(await leftOpen(bucket)).toEqual([]);
  },
);

test("an aborted upload ends its source and leaves nothing", async () => {
  const store = await open("aborted");
  const controller = new AbortController();
  let ended = false;
  async function* endless(): AsyncGenerator<Buffer> {
    try {
      for (let count = 0; ; count++) {
        if (count === 30) controller.abort();
        yield Buffer.alloc(MiB);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      ended = true;
    }
  }
  await expect(store.upload("k", endless(), { signal: controller.signal })).rejects.toThrow();
  expect(ended).toBe(true);
  expect(await keysIn("aborted")).toEqual([]);
});

test("S3 that fails for a moment is asked again; S3 that is away is told as such", async () => {
  const store = await open("faulty");
  const url = server.regions.get(REGION)?.url;
  const fault = (rule: object) => fetch(`${url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(rule) });
  await fault({ match: { path: "^/faulty" }, action: { kind: "status", status: 503 }, times: 2 });
  expect((await store.upload("k", stream([20 * MiB]))).sizeBytes).toBe(20 * MiB);
  await fault({ match: { path: "^/faulty" }, action: { kind: "status", status: 503 }, times: 0 });
  await expect(store.readText("k")).rejects.toMatchObject({ code: "storage-unreachable", retryable: true });
  await fetch(`${url}/_sandbox/faults`, { method: "DELETE" });
});

test("many large uploads at once share one memory budget and all end", async () => {
  const store = await open("many");
  const written = await Promise.all(
    Array.from({ length: 24 }, (_, index) => store.upload(`k${index}`, stream(Array(20).fill(MiB)))),
  );
  expect(written.every((each) => each.sizeBytes === 20 * MiB)).toBe(true);
}, 60_000);
