import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AWAY, failure, HOME, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
const Bucket = "guarded";
const Key = "k";

beforeAll(async () => {
  s3 = await S3Fixture.start();
  await s3.bucket(Bucket, { versioned: true });
  await s3.client().send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
});
afterAll(() => s3.close());

const allowed = async (name: string, ...actions: string[]): Promise<S3Client> =>
  s3.client({ as: await s3.principal(name, actions) });

test("a call outside the caller's actions is 403, and names the action that is missing", async () => {
  const reader = await allowed("reader", "s3:GetObject");
  await reader.send(new GetObjectCommand({ Bucket, Key }));
  await expect(reader.send(new PutObjectCommand({ Bucket, Key, Body: "y" }))).rejects.toThrow("s3:PutObject");
  expect(await failure(reader.send(new DeleteObjectCommand({ Bucket, Key })))).toBe("403 AccessDenied");
  expect(await failure(reader.send(new ListObjectsV2Command({ Bucket })))).toBe("403 AccessDenied");
});

test("who may only write cannot read, delete or list", async () => {
  const writer = await allowed("writer", "s3:PutObject");
  const { VersionId } = await writer.send(new PutObjectCommand({ Bucket, Key: "written", Body: "y" }));
  await writer.send(new CreateMultipartUploadCommand({ Bucket, Key: "written" }));
  expect(await failure(writer.send(new GetObjectCommand({ Bucket, Key: "written" })))).toBe("403 AccessDenied");
  expect(await failure(writer.send(new HeadObjectCommand({ Bucket, Key: "written" })))).toMatch(/^403/);
  const remove = new DeleteObjectCommand({ Bucket, Key: "written", VersionId });
  expect(await failure(writer.send(remove))).toBe("403 AccessDenied");
  expect(await failure(writer.send(new PutObjectCommand({ Bucket, Key, Body: "y", Tagging: "a=1" })))).toBe(
    "403 AccessDenied",
  );
});

test("a version is another action than the object", async () => {
  const admin = s3.client();
  const { VersionId } = await admin.send(new HeadObjectCommand({ Bucket, Key }));
  const reader = await allowed("noversions", "s3:GetObject", "s3:ListBucket", "s3:DeleteObject");
  expect(await failure(reader.send(new GetObjectCommand({ Bucket, Key, VersionId })))).toBe("403 AccessDenied");
  expect(await failure(reader.send(new DeleteObjectCommand({ Bucket, Key, VersionId })))).toBe("403 AccessDenied");
  expect(await failure(reader.send(new ListObjectVersionsCommand({ Bucket })))).toBe("403 AccessDenied");
});

test("who may not list learns nothing of a key that is missing", async () => {
  const blind = await allowed("blind", "s3:GetObject");
  expect(await failure(blind.send(new GetObjectCommand({ Bucket, Key: "nothing" })))).toBe("403 AccessDenied");
  expect(await failure(blind.send(new HeadObjectCommand({ Bucket, Key: "nothing" })))).toMatch(/^403/);
  const seeing = await allowed("seeing", "s3:GetObject", "s3:ListBucket");
  expect(await failure(seeing.send(new GetObjectCommand({ Bucket, Key: "nothing" })))).toBe("404 NoSuchKey");
});

test("a copy needs the source read and the destination written", async () => {
  const copy = new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` });
  expect(await failure((await allowed("putonly", "s3:PutObject")).send(copy))).toBe("403 AccessDenied");
  await (await allowed("copier", "s3:PutObject", "s3:GetObject")).send(copy);
});

test("of a batch delete each key is judged for itself", async () => {
  const nobody = await allowed("nobody", "s3:ListBucket");
  const { Errors, Deleted } = await nobody.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
  expect([Errors?.map((each) => each.Code), Deleted ?? []]).toEqual([["AccessDenied"], []]);
});

test("a bypass of governance is a permission of its own", async () => {
  const locked = await s3.bucket("guarded-lock", { locked: true });
  const until = new Date(Date.now() + 86_400_000);
  const lock = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: until } as const;
  const put = new PutObjectCommand({ Bucket: locked, Key, Body: "x", ...lock });
  const { VersionId } = await s3.client().send(put);
  const remove = new DeleteObjectCommand({ Bucket: locked, Key, VersionId, BypassGovernanceRetention: true });
  const deleter = await allowed("deleter", "s3:DeleteObjectVersion");
  expect(await failure(deleter.send(remove))).toBe("403 AccessDenied");
  await (await allowed("bypasser", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention")).send(remove);
});

describe("signatures", () => {
  test("a wrong secret, an unknown key and no signature at all are refused", async () => {
    const admin = s3.principals.findByName("admin");
    if (!admin) throw new Error("the administrator is missing");
    const list = new ListObjectsV2Command({ Bucket });
    const wrong = s3.client({ as: { ...admin, secretAccessKey: "guess" } });
    expect(await failure(wrong.send(list))).toBe("403 SignatureDoesNotMatch");
    const unknown = s3.client({ as: { ...admin, accessKeyId: "NOBODY" } });
    expect(await failure(unknown.send(list))).toBe("403 InvalidAccessKeyId");
    const anonymous = await fetch(`${s3.url()}/${Bucket}`);
    expect([anonymous.status, await anonymous.text()]).toEqual([
      403,
      expect.stringContaining("<Code>AccessDenied</Code>"),
    ]);
  });

  test("a clock that is wrong by more than fifteen minutes is refused", async () => {
    s3.clockOffset = 16 * 60_000;
    const list = s3.client().send(new ListObjectsV2Command({ Bucket }));
    expect(await failure(list)).toBe("403 RequestTimeTooSkewed");
    s3.clockOffset = 0;
  });

  test("a client that signs for another region is told so", async () => {
    const client = s3.client({ region: AWAY, endpoint: s3.url(HOME) });
    expect(await failure(client.send(new ListObjectsV2Command({ Bucket })))).toBe("400 AuthorizationHeaderMalformed");
  });

  test("a presigned URL reads and writes for its time, and not once it is changed", async () => {
    await s3.client().send(new PutObjectCommand({ Bucket, Key: "pre signed", Body: "content" }));
    const url = await s3.presign("GET", `/${Bucket}/pre%20signed`, { expiresIn: 60 });
    expect(await (await fetch(url)).text()).toBe("content");
    const named = await s3.presign("GET", `/${Bucket}/pre%20signed`, {
      expiresIn: 60,
      query: { "response-content-disposition": 'attachment; filename="x.bundle"' },
    });
    expect((await fetch(named)).headers.get("content-disposition")).toBe('attachment; filename="x.bundle"');
    expect((await fetch(url.replace("pre%20signed", "k"))).status).toBe(403);
    expect((await fetch(url, { method: "PUT", body: "y" })).status).toBe(403);

    const upload = await s3.presign("PUT", `/${Bucket}/uploaded`, { expiresIn: 60 });
    expect((await fetch(upload, { method: "PUT", body: "by url" })).status).toBe(200);
    const found = await s3.client().send(new GetObjectCommand({ Bucket, Key: "uploaded" }));
    expect(await found.Body?.transformToString()).toBe("by url");

    s3.clockOffset = 61_000;
    const expired = await fetch(url);
    s3.clockOffset = 0;
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
  });
});

test("an operation nobody has written is 501, and says which", async () => {
  const url = await s3.presign("GET", `/${Bucket}`, { expiresIn: 60, query: { website: "" } });
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([501, expect.stringContaining("?website")]);
});
