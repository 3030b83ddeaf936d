import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECKSUM_ALGORITHMS, createHasher } from "./checksums/checksum";
import { failure, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
let client: S3Client;
const Bucket = "objects";

beforeAll(async () => {
  s3 = await S3Fixture.start();
  client = s3.client();
  await s3.bucket(Bucket);
});
afterAll(() => s3.close());

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more: object = {}) => (await get(Key, more)).Body?.transformToString();
const bytes = async (Key: string, more: object = {}) =>
  Buffer.from((await (await get(Key, more)).Body?.transformToByteArray()) ?? []);

describe("existence", () => {
  test("names what is missing as S3 does, and a HEAD says it without a body", async () => {
    expect(await failure(client.send(new GetObjectCommand({ Bucket: "nowhere", Key: "a" })))).toBe("404 NoSuchBucket");
    expect(await failure(get("nothing"))).toBe("404 NoSuchKey");
    expect(await failure(client.send(new HeadObjectCommand({ Bucket, Key: "nothing" })))).toBe("404 NotFound");
    expect(await failure(client.send(new HeadBucketCommand({ Bucket: "nowhere" })))).toBe("404 NotFound");
  });

  test("lists the buckets of every region with where they are", async () => {
    await s3.bucket("objects-away", { region: "eu-west-1" });
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map((each) => [each.Name, each.BucketRegion])).toEqual([
      ["objects", "us-east-1"],
      ["objects-away", "eu-west-1"],
    ]);
    expect(await failure(client.send(new HeadBucketCommand({ Bucket: "objects-away" })))).toMatch(/^301/);
  });
});

describe("bytes", () => {
  test("come back as they were, with headers, metadata, tag count and entity tag", async () => {
    const body = randomBytes(70_000);
    await put("dir/a ü+%&=.bin", body, {
      ContentType: "application/x-git",
      CacheControl: "no-store",
      Expires: new Date("2030-01-01T00:00:00Z"),
      ContentDisposition: 'attachment; filename="a.bin"',
      Metadata: { refs: "12", "with-dash": "x y" },
      Tagging: "team=core&kind=full",
    });
    const found = await get("dir/a ü+%&=.bin");
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(found).toMatchObject({
      ContentType: "application/x-git",
      CacheControl: "no-store",
      ContentDisposition: 'attachment; filename="a.bin"',
      ContentLength: 70_000,
      ExpiresString: "Tue, 01 Jan 2030 00:00:00 GMT",
      Metadata: { refs: "12", "with-dash": "x y" },
      TagCount: 2,
      ETag: `"${createHash("md5").update(body).digest("hex")}"`,
      ServerSideEncryption: "AES256",
    });
    expect(found.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test("an empty object is an object", async () => {
    await put("empty", Buffer.alloc(0));
    expect(await text("empty")).toBe("");
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: "empty" }))).ContentLength).toBe(0);
  });

  test("a stream of known length arrives without the framing it travelled in", async () => {
    const body = randomBytes(300_000);
    const pieces = [body.subarray(0, 1), body.subarray(1, 100_001), body.subarray(100_001)];
    await client.send(
      new PutObjectCommand({ Bucket, Key: "streamed", Body: Readable.from(pieces), ContentLength: body.length }),
    );
    expect((await bytes("streamed")).equals(body)).toBe(true);
    const { ContentEncoding } = await client.send(new HeadObjectCommand({ Bucket, Key: "streamed" }));
    expect(ContentEncoding).toBeUndefined();
  });
});

describe("ranges", () => {
  beforeAll(() => put("digits", "0123456789"));

  test("first-last, open end and suffix answer 206 with where they stand", async () => {
    const part = await get("digits", { Range: "bytes=2-4" });
    expect(part.$metadata.httpStatusCode).toBe(206);
    expect(part).toMatchObject({ ContentRange: "bytes 2-4/10", ContentLength: 3 });
    expect(await part.Body?.transformToString()).toBe("234");
    expect(await text("digits", { Range: "bytes=7-" })).toBe("789");
    expect(await text("digits", { Range: "bytes=-3" })).toBe("789");
    expect(await text("digits", { Range: "bytes=8-99" })).toBe("89");
  });

  test("a range behind the end is 416, one that means nothing is the whole", async () => {
    expect(await failure(get("digits", { Range: "bytes=10-" }))).toBe("416 InvalidRange");
    expect(await text("digits", { Range: "bytes=4-2" })).toBe("0123456789");
    expect(await text("digits", { Range: "bytes=0-1,3-4" })).toBe("0123456789");
  });
});

describe("checksums", () => {
  test.each(CHECKSUM_ALGORITHMS)("%s is verified, kept and given back", async (algorithm) => {
    const body = randomBytes(5000);
    const hasher = createHasher(algorithm);
    hasher.update(body);
    const value = hasher.digest();
    const member = `Checksum${algorithm}`;
    const stored = await put(`sum-${algorithm}`, body, { [member]: value });
    expect(stored).toMatchObject({ [member]: value, ChecksumType: "FULL_OBJECT" });
    const head = new HeadObjectCommand({ Bucket, Key: `sum-${algorithm}`, ChecksumMode: "ENABLED" });
    expect(await client.send(head)).toMatchObject({ [member]: value, ChecksumType: "FULL_OBJECT" });
    const wrong = Buffer.from(value, "base64");
    wrong[0] = (wrong[0] ?? 0) ^ 1;
    const refused = put(`sum-${algorithm}-wrong`, body, { [member]: wrong.toString("base64") });
    expect(await failure(refused)).toBe("400 BadDigest");
    expect(await failure(get(`sum-${algorithm}-wrong`))).toBe("404 NoSuchKey");
  });

  test("the SDK's default checksum of a stream is taken from its trailer", async () => {
    const body = randomBytes(100_000);
    const stream = Readable.from([body.subarray(0, 40_000), body.subarray(40_000)]);
    await client.send(new PutObjectCommand({ Bucket, Key: "trailer", Body: stream, ContentLength: body.length }));
    const hasher = createHasher("CRC32");
    hasher.update(body);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "trailer", ChecksumMode: "ENABLED" }));
    expect(head.ChecksumCRC32).toBe(hasher.digest());
  });

  test("a wrong Content-MD5 is refused", async () => {
    const ContentMD5 = createHash("md5").update("other").digest("base64");
    expect(await failure(put("md5", "body", { ContentMD5 }))).toBe("400 BadDigest");
    expect(await failure(put("md5", "body", { ContentMD5: "bm90IG1kNQ==" }))).toBe("400 InvalidDigest");
  });

  test("GetObjectAttributes tells checksum, size and class", async () => {
    await put("attributes", "hello", { ChecksumSHA256: createHash("sha256").update("hello").digest("base64") });
    const ObjectAttributes = ["ETag", "Checksum", "ObjectSize", "StorageClass", "ObjectParts"] as const;
    const attributes = await client.send(
      new GetObjectAttributesCommand({ Bucket, Key: "attributes", ObjectAttributes: [...ObjectAttributes] }),
    );
    expect(attributes).toMatchObject({
      ETag: "5d41402abc4b2a76b9719d911017c592",
      Checksum: { ChecksumSHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", ChecksumType: "FULL_OBJECT" },
      ObjectSize: 5,
      StorageClass: "STANDARD",
    });
    expect(attributes.ObjectParts).toBeUndefined();
  });
});

describe("conditions", () => {
  test("If-None-Match: * writes only where nothing is", async () => {
    await put("once", "first", { IfNoneMatch: "*" });
    expect(await failure(put("once", "second", { IfNoneMatch: "*" }))).toBe("412 PreconditionFailed");
    expect(await text("once")).toBe("first");
  });

  test("of many writers with If-None-Match: * exactly one wins", async () => {
    const tries = Array.from({ length: 12 }, (_, index) => put("race", `writer ${index}`, { IfNoneMatch: "*" }));
    const results = await Promise.allSettled(tries);
    const winners = results.flatMap((result, index) => (result.status === "fulfilled" ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(await text("race")).toBe(`writer ${winners[0]}`);
  });

  test("If-Match writes only over what the writer has seen", async () => {
    const { ETag } = await put("cas", "one");
    await put("cas", "two", { IfMatch: ETag });
    expect(await failure(put("cas", "three", { IfMatch: ETag }))).toBe("412 PreconditionFailed");
    expect(await failure(put("cas-missing", "x", { IfMatch: ETag }))).toBe("404 NoSuchKey");
    expect(await text("cas")).toBe("two");
  });

  test("a read with conditions answers 304 or 412", async () => {
    const { ETag } = await put("read", "body");
    expect(await failure(get("read", { IfNoneMatch: ETag }))).toMatch(/^304/);
    expect(await failure(get("read", { IfMatch: '"other"' }))).toBe("412 PreconditionFailed");
    expect(await failure(get("read", { IfModifiedSince: new Date(Date.now() + 5000) }))).toMatch(/^304/);
    expect(await text("read", { IfMatch: ETag, IfUnmodifiedSince: new Date(0) })).toBe("body");
  });
});

describe("copies", () => {
  test("keep metadata, or replace it, and take special characters in the source", async () => {
    await put("source é+ .txt", "content", { Metadata: { a: "1" }, ContentType: "text/x", Tagging: "t=1" });
    const CopySource = `${Bucket}/${encodeURIComponent("source é+ .txt")}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    expect(await get("copy")).toMatchObject({ Metadata: { a: "1" }, ContentType: "text/x", TagCount: 1 });
    const replace = { MetadataDirective: "REPLACE", Metadata: { b: "2" } } as const;
    await client.send(new CopyObjectCommand({ Bucket, Key: "replaced", CopySource, ...replace }));
    const replaced = await get("replaced");
    expect(replaced.Metadata).toEqual({ b: "2" });
    expect(replaced.ContentType).not.toBe("text/x");
    expect(await text("replaced")).toBe("content");
  });

  test("onto itself need a change, and conditions on the source hold", async () => {
    const { ETag } = await put("self", "x");
    const CopySource = `${Bucket}/self`;
    expect(await failure(client.send(new CopyObjectCommand({ Bucket, Key: "self", CopySource })))).toBe(
      "400 InvalidRequest",
    );
    const copy = (more: object) =>
      client.send(new CopyObjectCommand({ Bucket, Key: "self-copy", CopySource, ...more }));
    expect(await failure(copy({ CopySourceIfMatch: '"no"' }))).toBe("412 PreconditionFailed");
    expect((await copy({ CopySourceIfMatch: ETag })).CopyObjectResult?.ETag).toBe(ETag);
    expect(await failure(copy({ IfNoneMatch: "*" }))).toBe("412 PreconditionFailed");
  });
});

test("DeleteObjects takes many at once, missing ones too", async () => {
  for (const key of ["x/1", "x/2", "x/<3> & co"]) await put(key, "x");
  const Objects = ["x/1", "x/2", "x/<3> & co", "x/none"].map((Key) => ({ Key }));
  const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted?.map((each) => each.Key)).toEqual(["x/1", "x/2", "x/<3> & co", "x/none"]);
  expect(Errors ?? []).toEqual([]);
  const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "x/" }));
  expect(KeyCount).toBe(0);
});

test("keeps the storage class, and reads no archived object", async () => {
  await put("cold", "x", { StorageClass: "GLACIER_IR" });
  expect((await client.send(new HeadObjectCommand({ Bucket, Key: "cold" }))).StorageClass).toBe("GLACIER_IR");
  await put("frozen", "x", { StorageClass: "DEEP_ARCHIVE" });
  expect(await failure(get("frozen"))).toBe("403 InvalidObjectState");
  expect(await failure(put("odd", "x", { StorageClass: "LUKEWARM" }))).toBe("400 InvalidStorageClass");
});
