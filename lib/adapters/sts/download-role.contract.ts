// Against the sandbox's STS and S3, which go by the roles that infra/ writes.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { credentialVariables, endpointVariables } from "@/sandbox/environment";
import { BUCKETS, DOWNLOAD_ROLE_ARN, REGION, type ROLES } from "@/sandbox/names";
import { rolePrincipal } from "@/sandbox/roles";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";
import { S3ObjectStore } from "../s3/s3-object-store";
import { DownloadRole } from "./download-role";

const KEY = "github-backup/2026-11-01/acme/web.bundle";
const OTHER = "github-backup/2026-11-01/acme/api.bundle";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([]);
  const admin = new S3Client({ endpoint: box.urls.s3, region: REGION, credentials: ADMIN });
  for (const Key of [KEY, OTHER, "elsewhere/x"])
    await admin.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key, Body: `of ${Key}` }));
});
afterAll(() => box.stop());
afterEach(() => vi.unstubAllEnvs());

function roleAs(caller: keyof typeof ROLES): DownloadRole {
  const variables = { ...endpointVariables(box.urls), ...credentialVariables(rolePrincipal(caller)) };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return new DownloadRole({ region: REGION, roleArn: DOWNLOAD_ROLE_ARN });
}

const lent = async (key: string, person = "omar") => {
  const credentials = await roleAs("console").credentialsFor({ bucket: BUCKETS.backups, key, person });
  return new S3Client({ endpoint: box.urls.s3, region: REGION, credentials });
};
const read = (client: S3Client, Key: string) => client.send(new GetObjectCommand({ Bucket: BUCKETS.backups, Key }));

test("an address is signed with what was lent for it, and answers", async () => {
  const downloads = roleAs("console");
  const store = new S3ObjectStore({ bucket: BUCKETS.backups, region: REGION, endpoint: box.urls.s3, downloads });
  const { versionId } = await store.head(KEY);
  const url = await store.presign(KEY, { versionId, expiresSeconds: 60, fileName: "web.bundle", person: "omar" });
  const { searchParams } = new URL(url);
  expect(searchParams.get("X-Amz-Credential")).toMatch(/^ASIA/);
  expect(searchParams.get("X-Amz-Security-Token")).toBeTruthy();
  expect(await (await fetch(url)).text()).toBe(`of ${KEY}`);
});

test("what was lent reads that one object, and does nothing else", async () => {
  const client = await lent(KEY);
  expect(await (await read(client, KEY)).Body?.transformToString()).toBe(`of ${KEY}`);
  await expect(read(client, OTHER)).rejects.toThrow("not authorized to perform: s3:GetObject");
  await expect(client.send(new ListObjectsV2Command({ Bucket: BUCKETS.backups }))).rejects.toThrow("s3:ListBucket");
  const put = new PutObjectCommand({ Bucket: BUCKETS.backups, Key: KEY, Body: "x" });
  await expect(client.send(put)).rejects.toThrow("not authorized to perform: s3:PutObject");
});

test("no name makes it more: neither a pattern, nor an object that the role itself may not read", async () => {
  await expect(read(await lent("github-backup/2026-11-01/acme/*"), KEY)).rejects.toThrow("not authorized");
  await expect(read(await lent(`github-backup/2026-11-01/acme/\${*}`), KEY)).rejects.toThrow("not authorized");
  await expect(read(await lent("elsewhere/x"), "elsewhere/x")).rejects.toThrow("not authorized");
});

test("any person's name is taken", async () => {
  for (const person of ["o", "", "Ömar: née/X", "o".repeat(200)])
    expect((await read(await lent(KEY, person), KEY)).ContentLength).toBeGreaterThan(0);
});

test.each(["restore", "backup", "verify"] as const)("the %s role cannot take it on", async (caller) => {
  const refused = roleAs(caller).credentialsFor({ bucket: BUCKETS.backups, key: KEY, person: "omar" });
  await expect(refused).rejects.toMatchObject({ code: "aws-denied", message: expect.stringContaining("AssumeRole") });
});
