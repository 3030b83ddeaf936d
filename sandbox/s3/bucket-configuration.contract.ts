import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AWAY, failure, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
let client: S3Client;
const DAY = 86_400_000;

beforeAll(async () => {
  s3 = await S3Fixture.start();
  client = s3.client();
});
afterAll(() => s3.close());

test("a bucket belongs to the region that made it, and its name to the world", async () => {
  const there = s3.client({ region: AWAY });
  await s3.bucket("here");
  await s3.bucket("there", { region: AWAY });
  expect((await client.send(new GetBucketLocationCommand({ Bucket: "here" }))).LocationConstraint).toBeUndefined();
  expect((await there.send(new GetBucketLocationCommand({ Bucket: "there" }))).LocationConstraint).toBe(AWAY);
  expect(await failure(there.send(new CreateBucketCommand({ Bucket: "here" })))).toBe("409 BucketAlreadyOwnedByYou");
  const misplaced = { Bucket: "misplaced", CreateBucketConfiguration: { LocationConstraint: AWAY } } as const;
  expect(await failure(client.send(new CreateBucketCommand(misplaced)))).toBe("400 IllegalLocationConstraintException");
  expect(await failure(client.send(new CreateBucketCommand({ Bucket: "Not_Valid" })))).toBe("400 InvalidBucketName");
});

test("only an empty bucket can be deleted, and its name is free afterwards", async () => {
  const Bucket = await s3.bucket("short-lived", { versioned: true });
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  expect(await failure(client.send(new DeleteBucketCommand({ Bucket })))).toBe("409 BucketNotEmpty");
  await client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  expect(await failure(client.send(new ListObjectsV2Command({ Bucket })))).toBe("404 NoSuchBucket");
  await s3.bucket("short-lived");
});

test("configurations come back as they were put, also after a restart, and can be deleted", async () => {
  const Bucket = await s3.bucket("configured", { versioned: true });
  const Rules = [
    {
      ID: "tidy",
      Status: "Enabled" as const,
      Filter: { And: { Prefix: "p/", Tags: [{ Key: "a", Value: "b" }] } },
      Expiration: { Date: new Date("2030-01-01T00:00:00Z") },
      NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
    },
  ];
  const LifecycleConfiguration = { Rules };
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  const TagSet = [{ Key: "system", Value: "holdfast" }];
  await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: false };
  await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));

  await s3.restart();
  client = s3.client();
  expect((await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual(Rules);
  expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  expect(await client.send(new GetPublicAccessBlockCommand({ Bucket }))).toMatchObject({
    PublicAccessBlockConfiguration,
  });
  await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
  expect(await failure(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toBe(
    "404 NoSuchLifecycleConfiguration",
  );
});

test("what was never configured is missing by its own name", async () => {
  const Bucket = await s3.bucket("bare");
  expect(await failure(client.send(new GetBucketPolicyCommand({ Bucket })))).toBe("404 NoSuchBucketPolicy");
  expect(await failure(client.send(new GetBucketTaggingCommand({ Bucket })))).toBe("404 NoSuchTagSet");
  expect(await failure(client.send(new GetBucketReplicationCommand({ Bucket })))).toBe(
    "404 ReplicationConfigurationNotFoundError",
  );
});

test("a document that lacks what S3 requires is malformed", async () => {
  const Bucket = await s3.bucket("malformed");
  const Rules = [{ Status: "Sometimes" as never, Filter: {}, Expiration: { Days: 1 } }];
  const put = new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } });
  expect(await failure(client.send(put))).toBe("400 MalformedXML");
  expect(await failure(client.send(new PutBucketPolicyCommand({ Bucket, Policy: "{" })))).toBe("400 MalformedPolicy");
});

test("the bucket's default encryption is what its objects say", async () => {
  const Bucket = await s3.bucket("encrypted");
  const byDefault = await client.send(new GetBucketEncryptionCommand({ Bucket }));
  const [rule] = byDefault.ServerSideEncryptionConfiguration?.Rules ?? [];
  expect(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe("AES256");
  const KMSMasterKeyID = "arn:aws:kms:us-east-1:000000000000:key/k";
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID } as const;
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }] };
  await client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: "k" }))).toMatchObject({
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: KMSMasterKeyID,
    BucketKeyEnabled: true,
  });
});

describe("lifecycle", () => {
  const apply = (days: number) => s3.admin("POST", `lifecycle?now=${new Date(Date.now() + days * DAY).toISOString()}`);

  test("expires, hides, cleans up and aborts when its time has come, and not before", async () => {
    const Bucket = await s3.bucket("lifecycle", { versioned: true });
    const Rules = [
      {
        Status: "Enabled" as const,
        Filter: { Prefix: "old/" },
        Expiration: { Days: 10 },
        NoncurrentVersionExpiration: { NoncurrentDays: 5 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
    ];
    await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    for (const Key of ["old/1", "old/1", "kept/1"]) await client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "old/upload" }));

    const state = async () => {
      const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return {
        versions: Versions?.map((each) => each.Key),
        markers: DeleteMarkers?.length ?? 0,
        uploads: Uploads?.length ?? 0,
      };
    };
    await apply(2);
    expect(await state()).toEqual({ versions: ["kept/1", "old/1", "old/1"], markers: 0, uploads: 1 });
    await apply(7);
    expect(await state()).toEqual({ versions: ["kept/1", "old/1"], markers: 0, uploads: 0 });
    await apply(12);
    expect(await state()).toEqual({ versions: ["kept/1", "old/1"], markers: 1, uploads: 0 });
    await apply(18);
    expect((await state()).versions).toEqual(["kept/1"]);
  });

  test("leaves alone what Object Lock protects", async () => {
    const Bucket = await s3.bucket("lifecycle-lock", { locked: true });
    const Rules = [
      {
        Status: "Enabled" as const,
        Filter: {},
        Expiration: { Days: 1 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ];
    await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    const until = new Date(Date.now() + 30 * DAY);
    const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until } as const;
    await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...lock }));
    await apply(3);
    await apply(6);
    const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect([Versions?.length, DeleteMarkers?.length]).toEqual([1, 1]);
    await apply(40);
    expect((await client.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).toEqual([]);
  });
});
