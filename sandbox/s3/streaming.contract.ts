import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { S3Fixture } from "./testing/s3-fixture";
import { startS3Process } from "./testing/s3-process";

const Bucket = "streams";
const MIB = 1024 ** 2;

test("hundreds of megabytes go in and out in constant memory, also to a reader that is slow", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-s3-stream-"));
  const server = await startS3Process(dataDir);
  try {
    const { client } = server;
    await client.send(new CreateBucketCommand({ Bucket }));
    const chunk = randomBytes(MIB);
    const size = 200 * MIB;
    const sent = createHash("md5");
    const body = Readable.from(
      (function* () {
        for (let at = 0; at < size; at += MIB) {
          sent.update(chunk);
          yield chunk;
        }
      })(),
    );
    const before = await residentPeak(server.child.pid);
    await client.send(new PutObjectCommand({ Bucket, Key: "big", Body: body, ContentLength: size }));
    const found = await client.send(new GetObjectCommand({ Bucket, Key: "big" }));
    const received = createHash("md5");
    let count = 0;
    for await (const piece of found.Body as Readable) {
      received.update(piece);
      // A pause now and then: if the server did not wait, it would hold in memory what is not yet read.
      count += 1;
      if (count % 400 === 0) await sleep(20);
    }
    expect(received.digest("hex")).toBe(sent.digest("hex"));
    expect((await residentPeak(server.child.pid)) - before).toBeLessThan(100 * MIB);
  } finally {
    await server.kill("SIGKILL");
    await rm(dataDir, { recursive: true });
  }
}, 120_000);

describe("a client that leaves in the middle", () => {
  let s3: S3Fixture;
  beforeAll(async () => {
    s3 = await S3Fixture.start();
    await s3.bucket(Bucket);
  });
  afterAll(() => s3.close());

  const dataFiles = async () => {
    const root = path.join(s3.dataDir, "s3", "us-east-1", Bucket, "data");
    return (await readdir(root, { recursive: true })).filter((file) => file.includes(path.sep));
  };
  /** Announces ten megabytes, sends one, and is gone. */
  const leaveDuring = async (target: string, query: Record<string, string> = {}) => {
    const url = await s3.presign("PUT", target, { expiresIn: 60, query });
    await new Promise<void>((resolve) => {
      const upload = request(url, { method: "PUT", headers: { "content-length": 10 * MIB } });
      upload.on("error", () => resolve());
      upload.write(randomBytes(MIB), () => setTimeout(() => upload.destroy(), 50));
      upload.on("close", () => resolve());
    });
    await expect.poll(dataFiles).toEqual([]);
  };

  test("of an upload leaves nothing", async () => {
    await leaveDuring(`/${Bucket}/half`);
    expect((await s3.client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  test("of a part leaves nothing", async () => {
    const target = { Bucket, Key: "parts" };
    const { UploadId = "" } = await s3.client().send(new CreateMultipartUploadCommand(target));
    await leaveDuring(`/${Bucket}/parts`, { partNumber: "1", uploadId: UploadId });
    expect((await s3.client().send(new ListPartsCommand({ ...target, UploadId }))).Parts ?? []).toEqual([]);
  });

  test("of a download does no harm", async () => {
    const client = s3.client();
    await client.send(new PutObjectCommand({ Bucket, Key: "read", Body: randomBytes(8 * MIB) }));
    const found = await client.send(new GetObjectCommand({ Bucket, Key: "read" }));
    (found.Body as Readable).destroy();
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1);
    expect(s3.log).toEqual([]);
  });
});

describe("before the body", () => {
  let s3: S3Fixture;
  beforeAll(async () => {
    s3 = await S3Fixture.start();
    await s3.bucket(Bucket);
  });
  afterAll(() => s3.close());

  const announce = async (url: string): Promise<{ continued: boolean; status: number | undefined }> => {
    const headers = { "content-length": 5, expect: "100-continue" };
    const upload = request(url, { method: "PUT", headers });
    let continued = false;
    upload.on("continue", () => {
      continued = true;
      upload.end("hello");
    });
    upload.flushHeaders();
    const status = await new Promise<number | undefined>((resolve) => {
      upload.on("response", (response) => resolve(response.resume().statusCode));
    });
    upload.destroy();
    return { continued, status };
  };

  test("a client that asks whether to send it is told to, or is refused at once", async () => {
    const good = await s3.presign("PUT", `/${Bucket}/asked`, { expiresIn: 60 });
    expect(await announce(good)).toEqual({ continued: true, status: 200 });
    expect(await announce(good.replace("asked", "other"))).toEqual({ continued: false, status: 403 });
    const nowhere = await s3.presign("PUT", "/nowhere/asked", { expiresIn: 60 });
    expect(await announce(nowhere)).toEqual({ continued: false, status: 404 });
  });

  test("a body of unknown length is refused", async () => {
    const url = await s3.presign("PUT", `/${Bucket}/unknown`, { expiresIn: 60 });
    const upload = request(url, { method: "PUT" });
    upload.write("who knows ");
    upload.end("how long");
    const status = await new Promise((resolve) =>
      upload.on("response", (response) => resolve(response.resume().statusCode)),
    );
    expect(status).toBe(501);
  });

  test("a refused upload can still read why, though it had begun to send", async () => {
    const url = await s3.presign("PUT", "/nowhere/key", { expiresIn: 60 });
    const response = await fetch(url, { method: "PUT", body: randomBytes(20 * MIB) });
    expect(await response.text()).toContain("<Code>NoSuchBucket</Code>");
  });
});

/** The most memory the process ever held, in bytes. */
async function residentPeak(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
