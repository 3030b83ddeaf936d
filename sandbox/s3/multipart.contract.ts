import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHasher } from "./checksums/checksum";
import { failure, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
let client: S3Client;
const Bucket = "multipart";
const MIB = 1024 ** 2;
const big = randomBytes(5 * MIB + 17);
const bigger = randomBytes(6 * MIB + 3);
const small = randomBytes(1000);
const whole = Buffer.concat([big, bigger, small]);

beforeAll(async () => {
  s3 = await S3Fixture.start();
  client = s3.client();
  await s3.bucket(Bucket, { versioned: true });
});
afterAll(() => s3.close());

const create = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, UploadId };
};
type Target = Awaited<ReturnType<typeof create>>;
const part = async (target: Target, PartNumber: number, Body: Buffer, more: object = {}): Promise<CompletedPart> => {
  const done = await client.send(new UploadPartCommand({ ...target, PartNumber, Body, ...more }));
  const { ETag, ChecksumCRC32, ChecksumSHA256 } = done;
  return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 };
};
const complete = (target: Target, Parts: CompletedPart[], more: object = {}) =>
  client.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload: { Parts }, ...more }));
const read = async (Key: string, more: object = {}) => {
  const found = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
};
const base64 = (algorithm: "CRC32" | "CRC64NVME", body: Buffer) => {
  const hasher = createHasher(algorithm);
  hasher.update(body);
  return hasher.digest();
};

test("parts of unequal size become one object with S3's entity tag", async () => {
  const target = await create("plain", { Metadata: { a: "1" }, ContentType: "text/x", Tagging: "t=1" });
  const parts = [await part(target, 1, big), await part(target, 2, bigger), await part(target, 5, small)];
  const listed = await client.send(new ListPartsCommand(target));
  expect(listed.Parts?.map((each) => [each.PartNumber, each.Size])).toEqual([
    [1, big.length],
    [2, bigger.length],
    [5, small.length],
  ]);
  const done = await complete(target, parts);
  const md5s = [big, bigger, small].map((body) => createHash("md5").update(body).digest());
  expect(done.ETag).toBe(`"${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-3"`);
  expect((await read("plain")).equals(whole)).toBe(true);
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: "plain", ChecksumMode: "ENABLED" }));
  expect(head).toMatchObject({ Metadata: { a: "1" }, ContentType: "text/x", TagCount: 1, ContentLength: whole.length });
  // Without an algorithm of the client's S3 adds its own, over the whole object.
  expect(head).toMatchObject({ ChecksumCRC64NVME: base64("CRC64NVME", whole), ChecksumType: "FULL_OBJECT" });
});

test("ranges cross the borders of parts, and a part can be had by its number", async () => {
  const from = big.length - 10;
  const to = big.length + bigger.length + 9;
  expect((await read("plain", { Range: `bytes=${from}-${to}` })).equals(whole.subarray(from, to + 1))).toBe(true);
  const second = await client.send(new HeadObjectCommand({ Bucket, Key: "plain", PartNumber: 2 }));
  expect(second).toMatchObject({ PartsCount: 3, ContentLength: bigger.length });
  expect((await read("plain", { PartNumber: 2 })).equals(bigger)).toBe(true);
  expect(await failure(read("plain", { PartNumber: 4 }))).toMatch(/^416/);
});

describe("checksums", () => {
  test("FULL_OBJECT CRC32 is combined from the parts and verified at Complete", async () => {
    const target = await create("full", { ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
    const parts = [await part(target, 1, big), await part(target, 2, small)];
    const body = Buffer.concat([big, small]);
    expect(await failure(complete(target, parts, { ChecksumCRC32: "AAAAAA==" }))).toBe("400 BadDigest");
    const ChecksumCRC32 = base64("CRC32", body);
    const done = await complete(target, parts, {
      ChecksumCRC32,
      ChecksumType: "FULL_OBJECT",
      MpuObjectSize: body.length,
    });
    expect(done).toMatchObject({ ChecksumCRC32, ChecksumType: "FULL_OBJECT" });
    expect((await read("full")).equals(body)).toBe(true);
  });

  test("a COMPOSITE checksum wants each part's, and says how many they were", async () => {
    const target = await create("composite", { ChecksumAlgorithm: "SHA256" });
    const parts = [big, small].map(async (body, index) => {
      return part(target, index + 1, body, { ChecksumAlgorithm: "SHA256" });
    });
    const done = await Promise.all(parts);
    const bare = done.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    expect(await failure(complete(target, bare))).toBe("400 InvalidRequest");
    const { ChecksumSHA256, ChecksumType } = await complete(target, done);
    const hashes = [big, small].map((body) => createHash("sha256").update(body).digest());
    expect(ChecksumSHA256).toBe(`${createHash("sha256").update(Buffer.concat(hashes)).digest("base64")}-2`);
    expect(ChecksumType).toBe("COMPOSITE");
    const attributes = new GetObjectAttributesCommand({
      Bucket,
      Key: "composite",
      ObjectAttributes: ["ObjectParts"],
      MaxParts: 1,
    });
    expect((await client.send(attributes)).ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      IsTruncated: true,
      Parts: [{ PartNumber: 1, Size: big.length, ChecksumSHA256: hashes[0]?.toString("base64") }],
    });
  });

  test("a part of another algorithm than the upload's is refused, like an impossible type", async () => {
    const target = await create("mixed", { ChecksumAlgorithm: "SHA256" });
    expect(await failure(part(target, 1, small, { ChecksumAlgorithm: "CRC32" }))).toBe("400 InvalidRequest");
    const impossible = create("mixed", { ChecksumAlgorithm: "SHA256", ChecksumType: "FULL_OBJECT" });
    expect(await failure(impossible)).toBe("400 InvalidRequest");
  });

  test("a part whose bytes are not what its checksum says is not kept", async () => {
    const target = await create("corrupt");
    expect(await failure(part(target, 1, small, { ChecksumCRC32: "AAAAAA==" }))).toBe("400 BadDigest");
    expect((await client.send(new ListPartsCommand(target))).Parts ?? []).toEqual([]);
  });
});

describe("mistakes", () => {
  test("parts too small, unknown, out of order or none at all are refused and the upload goes on", async () => {
    const target = await create("mistakes");
    const [first, second] = [await part(target, 1, small), await part(target, 2, small)];
    expect(await failure(complete(target, [first, second]))).toBe("400 EntityTooSmall");
    expect(await failure(complete(target, [{ PartNumber: 3, ETag: first.ETag }]))).toBe("400 InvalidPart");
    expect(await failure(complete(target, [{ PartNumber: 1, ETag: '"other"' }]))).toBe("400 InvalidPart");
    expect(await failure(complete(target, [second, first]))).toBe("400 InvalidPartOrder");
    expect(await failure(complete(target, []))).toBe("400 MalformedXML");
    expect(await failure(part(target, 0, small))).toBe("400 InvalidArgument");
    expect(await failure(part(target, 10_001, small))).toBe("400 InvalidArgument");
    await complete(target, [second]);
    expect((await read("mistakes")).equals(small)).toBe(true);
  });

  test("a part sent again takes the place of the first try, and its bytes are gone", async () => {
    const target = await create("retried");
    const before = await dataFiles();
    const old = await part(target, 1, randomBytes(2000));
    const again = await part(target, 1, small);
    expect((await dataFiles()) - before).toBe(1);
    expect(await failure(complete(target, [old]))).toBe("400 InvalidPart");
    await complete(target, [again]);
    expect((await read("retried")).equals(small)).toBe(true);
  });

  test("an aborted upload leaves nothing, and is unknown afterwards", async () => {
    const before = await dataFiles();
    const target = await create("aborted");
    const first = await part(target, 1, small);
    await client.send(new AbortMultipartUploadCommand(target));
    expect(await failure(complete(target, [first]))).toBe("404 NoSuchUpload");
    expect(await failure(part(target, 2, small))).toBe("404 NoSuchUpload");
    expect(await dataFiles()).toBe(before);
  });
});

test("Complete sent again after a lost answer answers the same, and makes no second version", async () => {
  const target = await create("again");
  const parts = [await part(target, 1, small)];
  const first = await complete(target, parts, { IfNoneMatch: "*" });
  const second = await complete(target, parts, { IfNoneMatch: "*" });
  expect([second.ETag, second.VersionId]).toEqual([first.ETag, first.VersionId]);
});

test("Complete with If-None-Match: * gives way to an object that is there", async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: "taken", Body: "mine" }));
  const target = await create("taken");
  const parts = [await part(target, 1, small)];
  expect(await failure(complete(target, parts, { IfNoneMatch: "*" }))).toBe("412 PreconditionFailed");
  expect((await read("taken")).toString()).toBe("mine");
});

test("ListParts and ListMultipartUploads page", async () => {
  const first = await create("page/a");
  const second = await create("page/a");
  const third = await create("page/b");
  for (const number of [1, 2, 3]) await part(first, number, small);
  const parts = await client.send(new ListPartsCommand({ ...first, MaxParts: 2 }));
  expect([parts.Parts?.length, parts.IsTruncated, parts.NextPartNumberMarker]).toEqual([2, true, "2"]);
  const rest = await client.send(new ListPartsCommand({ ...first, PartNumberMarker: parts.NextPartNumberMarker }));
  expect([rest.Parts?.map((each) => each.PartNumber), rest.IsTruncated]).toEqual([[3], false]);

  const seen: (string | undefined)[] = [];
  let markers: object = {};
  for (;;) {
    const query = { Bucket, Prefix: "page/", MaxUploads: 1, ...markers };
    const page = await client.send(new ListMultipartUploadsCommand(query));
    seen.push(...(page.Uploads ?? []).map((each) => each.UploadId));
    if (!page.IsTruncated) break;
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
  expect(new Set(seen)).toEqual(new Set([first.UploadId, second.UploadId, third.UploadId]));
  expect(seen).toHaveLength(3);
  expect(seen.at(-1)).toBe(third.UploadId);
});

test("UploadPartCopy takes a range of an object as a part", async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: "copy source", Body: whole }));
  const target = await create("part-copy");
  const copy = (PartNumber: number, range: string) => {
    const CopySource = encodeURIComponent(`${Bucket}/copy source`);
    return client.send(new UploadPartCopyCommand({ ...target, PartNumber, CopySource, CopySourceRange: range }));
  };
  const first = await copy(1, `bytes=0-${5 * MIB - 1}`);
  const second = await copy(2, `bytes=${5 * MIB}-${whole.length - 1}`);
  expect(await failure(copy(3, `bytes=0-${whole.length}`))).toBe("400 InvalidArgument");
  await complete(target, [
    { PartNumber: 1, ETag: first.CopyPartResult?.ETag },
    { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
  ]);
  expect((await read("part-copy")).equals(whole)).toBe(true);
});

test("an upload under way survives a restart with its parts", async () => {
  const target = await create("restarted", { Metadata: { kept: "yes" } });
  const first = await part(target, 1, big);
  await s3.restart();
  client = s3.client();
  const second = await part(target, 2, small);
  await complete(target, [first, second]);
  expect((await read("restarted")).equals(Buffer.concat([big, small]))).toBe(true);
});

/** How many files of bytes the bucket holds on disk. */
async function dataFiles(): Promise<number> {
  const root = path.join(s3.dataDir, "s3", "us-east-1", Bucket, "data");
  return (await readdir(root, { recursive: true })).filter((file) => file.includes(path.sep)).length;
}
