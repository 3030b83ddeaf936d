import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketReplicationCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type ReplicationRule,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AWAY, failure, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
let home: S3Client;
let away: S3Client;

beforeAll(async () => {
  s3 = await S3Fixture.start();
  home = s3.client();
  away = s3.client({ region: AWAY });
});
beforeEach(() => s3.admin("POST", "replication", { lagMs: 0, failing: false, paused: false }));
afterAll(() => s3.close());

const settled = () => s3.world.store.replicator.whenIdle();
const put = async (Bucket: string, Key: string, Body: string | Buffer, more: object = {}) =>
  (await home.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))).VersionId;
const head = (client: S3Client, Bucket: string, Key: string, more: object = {}) =>
  client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED", ...more }));
const status = async (Bucket: string, Key: string) => (await head(home, Bucket, Key)).ReplicationStatus;

/** A bucket here, one there, and a rule between them. */
async function pair(name: string, rule: Partial<ReplicationRule> = {}, locked = false): Promise<[string, string]> {
  const source = await s3.bucket(name, { versioned: true });
  const replica = await s3.bucket(`${name}-replica`, { versioned: true, region: AWAY, locked });
  const Rules: ReplicationRule[] = [
    {
      ID: "all",
      Status: "Enabled",
      Priority: 1,
      Filter: { Prefix: "" },
      DeleteMarkerReplication: { Status: "Disabled" },
      Destination: { Bucket: `arn:aws:s3:::${replica}` },
      ...rule,
    },
  ];
  const ReplicationConfiguration = { Role: "arn:aws:iam::000000000000:role/replication", Rules };
  await home.send(new PutBucketReplicationCommand({ Bucket: source, ReplicationConfiguration }));
  return [source, replica];
}

test("a new version arrives in the other region with its id, metadata, tags and checksum", async () => {
  const [source, replica] = await pair("whole");
  const body = randomBytes(200_000);
  const ChecksumSHA256 = createHash("sha256").update(body).digest("base64");
  const more = { Metadata: { refs: "7" }, Tagging: "kind=full", ContentType: "text/x", ChecksumSHA256 };
  const VersionId = await put(source, "a/b", body, more);
  await settled();
  expect(await status(source, "a/b")).toBe("COMPLETED");
  const found = await away.send(new GetObjectCommand({ Bucket: replica, Key: "a/b", ChecksumMode: "ENABLED" }));
  expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  expect(found).toMatchObject({
    VersionId,
    ReplicationStatus: "REPLICA",
    Metadata: { refs: "7" },
    ContentType: "text/x",
    ChecksumSHA256,
    TagCount: 1,
    LastModified: (await head(home, source, "a/b")).LastModified,
  });
});

test("a multipart object arrives with its entity tag and its parts", async () => {
  const [source, replica] = await pair("parts");
  const target = { Bucket: source, Key: "big" };
  const { UploadId } = await home.send(new CreateMultipartUploadCommand(target));
  const Parts = [];
  for (const [index, size] of [5 * 1024 ** 2, 100].entries()) {
    const upload = { ...target, UploadId, PartNumber: index + 1, Body: randomBytes(size) };
    const { ETag, ChecksumCRC32 } = await home.send(new UploadPartCommand(upload));
    Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
  }
  const MultipartUpload = { Parts };
  const done = await home.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
  await settled();
  const copy = await head(away, replica, "big", { PartNumber: 1 });
  expect([copy.ETag, copy.PartsCount]).toEqual([done.ETag, 2]);
});

test("versions keep their order in the replica, and a later change of tags follows", async () => {
  const [source, replica] = await pair("order");
  for (const body of ["one", "two", "three"]) await put(source, "k", body);
  await settled();
  const list = async (client: S3Client, Bucket: string) =>
    (await client.send(new ListObjectVersionsCommand({ Bucket }))).Versions?.map((each) => each.VersionId);
  expect(await list(away, replica)).toEqual(await list(home, source));
  const TagSet = [{ Key: "verified", Value: "yes" }];
  await home.send(new PutObjectTaggingCommand({ Bucket: source, Key: "k", Tagging: { TagSet } }));
  await settled();
  expect((await away.send(new GetObjectTaggingCommand({ Bucket: replica, Key: "k" }))).TagSet).toEqual(TagSet);
  expect(await status(source, "k")).toBe("COMPLETED");
});

test("a delete hides the key in the source only, unless the rule says otherwise", async () => {
  const [source, replica] = await pair("keeps");
  await put(source, "k", "x");
  await home.send(new DeleteObjectCommand({ Bucket: source, Key: "k" }));
  await settled();
  expect((await head(away, replica, "k")).ContentLength).toBe(1);

  const [hiding, hidden] = await pair("hides", { DeleteMarkerReplication: { Status: "Enabled" } });
  await put(hiding, "k", "x");
  const marker = await home.send(new DeleteObjectCommand({ Bucket: hiding, Key: "k" }));
  await settled();
  expect(await failure(head(away, hidden, "k"))).toBe("404 NotFound");
  const { DeleteMarkers } = await away.send(new ListObjectVersionsCommand({ Bucket: hidden }));
  expect(DeleteMarkers?.map((each) => each.VersionId)).toEqual([marker.VersionId]);
});

test("deleting a version by its id never reaches the replica", async () => {
  const [source, replica] = await pair("version-delete", { DeleteMarkerReplication: { Status: "Enabled" } });
  const VersionId = await put(source, "k", "x");
  await settled();
  await home.send(new DeleteObjectCommand({ Bucket: source, Key: "k", VersionId }));
  await settled();
  expect((await head(away, replica, "k")).VersionId).toBe(VersionId);
});

test("only what the rule's filter covers, and what came after the rule, is replicated", async () => {
  const [source, replica] = await pair("filtered", { Filter: { Prefix: "snapshots/" } });
  await put(source, "other/1", "x");
  await put(source, "snapshots/1", "x");
  await settled();
  expect(await status(source, "other/1")).toBeUndefined();
  expect(await status(source, "snapshots/1")).toBe("COMPLETED");
  const { Versions } = await away.send(new ListObjectVersionsCommand({ Bucket: replica }));
  expect(Versions?.map((each) => each.Key)).toEqual(["snapshots/1"]);
});

test("the replica's default retention applies where the source has none", async () => {
  const [source, replica] = await pair("locked", {}, true);
  const bucket = s3.world.store.findBucket(replica);
  await bucket?.changeSettings((settings) => {
    settings.objectLock = { defaultRetention: { mode: "COMPLIANCE", days: 30, unit: "Days" } };
  });
  await put(source, "k", "x");
  await settled();
  expect((await head(away, replica, "k")).ObjectLockMode).toBe("COMPLIANCE");
  expect((await head(home, source, "k")).ObjectLockMode).toBeUndefined();
});

test("lag and pause leave it PENDING; a failure is FAILED and is not tried again", async () => {
  const [source, replica] = await pair("slow");
  await s3.admin("POST", "replication", { paused: true });
  await put(source, "paused", "x");
  expect(await status(source, "paused")).toBe("PENDING");
  expect(await failure(head(away, replica, "paused"))).toBe("404 NotFound");
  await s3.admin("POST", "replication", { paused: false, lagMs: 150 });
  await put(source, "lagging", "x");
  expect(await status(source, "lagging")).toBe("PENDING");
  await settled();
  expect([await status(source, "paused"), await status(source, "lagging")]).toEqual(["COMPLETED", "COMPLETED"]);

  await s3.admin("POST", "replication", { lagMs: 0, failing: true });
  await put(source, "failing", "x");
  await settled();
  await s3.admin("POST", "replication", { failing: false });
  await settled();
  expect(await status(source, "failing")).toBe("FAILED");
});

test("what was pending when the server stopped is replicated after the restart", async () => {
  const [source, replica] = await pair("restart");
  await s3.admin("POST", "replication", { paused: true });
  const VersionId = await put(source, "k", "x");
  await s3.restart();
  home = s3.client();
  away = s3.client({ region: AWAY });
  await settled();
  expect(await status(source, "k")).toBe("COMPLETED");
  expect((await head(away, replica, "k")).VersionId).toBe(VersionId);
});

test("damage to the bytes of one side does not show on the other", async () => {
  const [source, replica] = await pair("damage");
  await put(source, "k", "sound");
  await settled();
  const bucket = s3.world.store.findBucket(source);
  const version = bucket?.current("k");
  if (version?.kind !== "object") throw new Error("the object is missing");
  await writeFile(bucket?.files.dataFile(version.segments[0]?.file ?? "") ?? "", "wrong");
  const read = async (client: S3Client, Bucket: string) =>
    (await client.send(new GetObjectCommand({ Bucket, Key: "k" }))).Body?.transformToString();
  await expect(read(home, source)).rejects.toThrow("Checksum mismatch");
  expect(await read(away, replica)).toBe("sound");
});

test("a rule needs versioning here and there, and a destination that exists", async () => {
  const plain = await s3.bucket("plain");
  const versioned = await s3.bucket("versioned", { versioned: true });
  const configure = (Bucket: string, destination: string) => {
    const Rules: ReplicationRule[] = [
      { Status: "Enabled", Priority: 1, Filter: {}, Destination: { Bucket: `arn:aws:s3:::${destination}` } },
    ];
    const ReplicationConfiguration = { Role: "arn:aws:iam::000000000000:role/r", Rules };
    return home.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
  };
  expect(await failure(configure(plain, versioned))).toBe("400 InvalidRequest");
  expect(await failure(configure(versioned, plain))).toBe("400 InvalidRequest");
  expect(await failure(configure(versioned, "nowhere"))).toBe("400 InvalidRequest");
});
