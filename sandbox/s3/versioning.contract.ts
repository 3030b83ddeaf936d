import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failure, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
let client: S3Client;
const DAY = 86_400_000;

beforeAll(async () => {
  s3 = await S3Fixture.start();
  client = s3.client();
});
afterAll(() => s3.close());

const put = async (Bucket: string, Key: string, Body: string, more: object = {}) =>
  (await client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))).VersionId ?? "none";
const text = async (Bucket: string, Key: string, VersionId?: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const remove = (Bucket: string, Key: string, more: object = {}) =>
  client.send(new DeleteObjectCommand({ Bucket, Key, ...more }));

describe("versions", () => {
  test("every write is kept and can be read by its id", async () => {
    const Bucket = await s3.bucket("versions", { versioned: true });
    const first = await put(Bucket, "k", "one");
    const second = await put(Bucket, "k", "two");
    expect(first).not.toBe(second);
    expect([await text(Bucket, "k"), await text(Bucket, "k", first)]).toEqual(["two", "one"]);
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map((each) => [each.VersionId, each.IsLatest])).toEqual([
      [second, true],
      [first, false],
    ]);
    expect(await failure(client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId: "nope" })))).toBe(
      "404 NoSuchVersion",
    );
  });

  test("a delete hides the key behind a marker; removing the marker brings it back", async () => {
    const Bucket = await s3.bucket("markers", { versioned: true });
    const kept = await put(Bucket, "k", "kept");
    const { DeleteMarker, VersionId } = await remove(Bucket, "k");
    expect(DeleteMarker).toBe(true);
    expect(await failure(client.send(new GetObjectCommand({ Bucket, Key: "k" })))).toBe("404 NoSuchKey");
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    expect(await failure(client.send(new HeadObjectCommand({ Bucket, Key: "k", VersionId })))).toMatch(/^405/);
    expect(await text(Bucket, "k", kept)).toBe("kept");
    expect(await remove(Bucket, "k", { VersionId })).toMatchObject({ DeleteMarker: true, VersionId });
    expect(await text(Bucket, "k")).toBe("kept");
  });

  test("with a delete marker on top, If-None-Match: * finds nothing in its way", async () => {
    const Bucket = await s3.bucket("marker-condition", { versioned: true });
    await put(Bucket, "k", "one");
    await remove(Bucket, "k");
    await put(Bucket, "k", "two", { IfNoneMatch: "*" });
    expect(await text(Bucket, "k")).toBe("two");
  });

  test("a suspended bucket overwrites its null version and keeps the others", async () => {
    const Bucket = await s3.bucket("suspended");
    await put(Bucket, "k", "before");
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const versioned = await put(Bucket, "k", "versioned");
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
    expect(await put(Bucket, "k", "after")).toBe("null");
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map((each) => each.VersionId)).toEqual(["null", versioned]);
    expect([await text(Bucket, "k"), await text(Bucket, "k", versioned)]).toEqual(["after", "versioned"]);
    await remove(Bucket, "k");
    expect(await failure(client.send(new GetObjectCommand({ Bucket, Key: "k" })))).toBe("404 NoSuchKey");
  });

  test("survive a restart, in their order", async () => {
    const Bucket = await s3.bucket("restarted", { versioned: true });
    const ids = [await put(Bucket, "k", "one"), await put(Bucket, "k", "two")];
    await remove(Bucket, "k");
    const before = await client.send(new ListObjectVersionsCommand({ Bucket }));
    await s3.restart();
    client = s3.client();
    const after = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect([after.Versions, after.DeleteMarkers]).toEqual([before.Versions, before.DeleteMarkers]);
    expect(await text(Bucket, "k", ids[0])).toBe("one");
  });
});

describe("tags", () => {
  test("can be put, read and removed, and are kept by a restart", async () => {
    const Bucket = await s3.bucket("tags", { versioned: true });
    const VersionId = await put(Bucket, "k", "x", { Tagging: "a=1" });
    const TagSet = [
      { Key: "kind", Value: "full" },
      { Key: "ünï", Value: "& <x>" },
    ];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet } }));
    await s3.restart();
    client = s3.client();
    const tags = await client.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }));
    expect(tags).toMatchObject({ TagSet, VersionId });
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: "k" }));
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }))).TagSet).toEqual([]);
    const twice = [TagSet[0], TagSet[0]].map((tag) => ({ Key: tag?.Key, Value: tag?.Value }));
    const refused = new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet: twice } });
    expect(await failure(client.send(refused))).toBe("400 InvalidTag");
  });
});

describe("object lock", () => {
  test("COMPLIANCE yields to nobody before its time, and then it does", async () => {
    const Bucket = await s3.bucket("compliance", { locked: true });
    const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: new Date(Date.now() + DAY) };
    const VersionId = await put(Bucket, "k", "x", lock);
    const bypass = { VersionId, BypassGovernanceRetention: true };
    expect(await failure(remove(Bucket, "k", bypass))).toBe("403 AccessDenied");
    const many = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k", VersionId }] } });
    expect((await client.send(many)).Errors).toMatchObject([{ Key: "k", Code: "AccessDenied" }]);
    expect((await remove(Bucket, "k")).DeleteMarker).toBe(true);
    expect(await text(Bucket, "k", VersionId)).toBe("x");
    s3.clockOffset = 2 * DAY;
    await s3.client({ clockOffset: s3.clockOffset }).send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
    s3.clockOffset = 0;
    expect(await failure(client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId })))).toBe("404 NoSuchVersion");
  });

  test("a retention grows, and shrinks only from GOVERNANCE with a bypass", async () => {
    const Bucket = await s3.bucket("governance", { locked: true });
    const until = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY);
    const VersionId = await put(Bucket, "k", "x", {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: until(2),
    });
    const retain = (Mode: "GOVERNANCE" | "COMPLIANCE", days: number, more: object = {}) => {
      const Retention = { Mode, RetainUntilDate: until(days) };
      return client.send(new PutObjectRetentionCommand({ Bucket, Key: "k", Retention, ...more }));
    };
    await retain("GOVERNANCE", 3);
    expect(await failure(retain("GOVERNANCE", 1))).toBe("403 AccessDenied");
    await retain("GOVERNANCE", 1, { BypassGovernanceRetention: true });
    expect(await failure(remove(Bucket, "k", { VersionId }))).toBe("403 AccessDenied");
    await retain("COMPLIANCE", 4);
    expect(await failure(retain("GOVERNANCE", 5, { BypassGovernanceRetention: true }))).toBe("403 AccessDenied");
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key: "k" }));
    expect(Retention?.Mode).toBe("COMPLIANCE");
  });

  test("a legal hold stands until it is lifted, whatever the retention", async () => {
    const Bucket = await s3.bucket("hold", { locked: true });
    const VersionId = await put(Bucket, "k", "x");
    const hold = (Status: "ON" | "OFF") =>
      client.send(new PutObjectLegalHoldCommand({ Bucket, Key: "k", LegalHold: { Status } }));
    await hold("ON");
    expect(await failure(remove(Bucket, "k", { VersionId, BypassGovernanceRetention: true }))).toBe("403 AccessDenied");
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: "k" }))).ObjectLockLegalHoldStatus).toBe("ON");
    await hold("OFF");
    await remove(Bucket, "k", { VersionId });
    expect(await failure(client.send(new HeadObjectCommand({ Bucket, Key: "k" })))).toBe("404 NotFound");
  });

  test("the bucket's default applies to what asks for nothing", async () => {
    const Bucket = await s3.bucket("default-lock", { locked: true });
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 30 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule } as const;
    await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    expect(await client.send(new GetObjectLockConfigurationCommand({ Bucket }))).toMatchObject({
      ObjectLockConfiguration,
    });
    await put(Bucket, "k", "x");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
    expect(head.ObjectLockMode).toBe("GOVERNANCE");
    const days = ((head.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / DAY;
    expect(days).toBeGreaterThan(29.9);
    const suspend = { Bucket, VersioningConfiguration: { Status: "Suspended" } } as const;
    expect(await failure(client.send(new PutBucketVersioningCommand(suspend)))).toBe("409 InvalidBucketState");
  });

  test("a bucket without it takes no locks", async () => {
    const Bucket = await s3.bucket("unlocked", { versioned: true });
    const lock = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(Date.now() + DAY) };
    expect(await failure(put(Bucket, "k", "x", lock))).toBe("400 InvalidRequest");
    expect(await failure(client.send(new GetObjectLockConfigurationCommand({ Bucket })))).toBe(
      "404 ObjectLockConfigurationNotFoundError",
    );
  });
});
