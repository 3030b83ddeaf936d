// The buckets refuse what those of a protected environment refuse, to everybody; and no run asks for it.
import { DeleteObjectCommand, DeleteObjectsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { BUCKETS, REGION } from "./names";
import { rolePrincipal } from "./roles";
import { TestSandbox } from "./testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3, releases: 1 } }], {
    protected: true,
  });
});
afterAll(() => box.stop());

test.each(["backup", "verify", "watch", "drill"])("%s asks for nothing that a bucket refuses", async (verb) => {
  const { exitCode, output } = await box.worker([verb]);
  expect(exitCode, output).toBe(0);
});

test.each([BUCKETS.backups, BUCKETS.records])("%s lets nobody delete, the administrator included", async (Bucket) => {
  const Key = "kept";
  const { VersionId } = await box.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  const explicit = "explicit deny in a resource-based policy";
  await expect(box.s3.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toThrow(explicit);
  await expect(box.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).rejects.toThrow(explicit);
  const { Errors } = await box.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
  expect(Errors).toMatchObject([{ Key, Code: "AccessDenied" }]);
  expect((await box.object(Key, Bucket)).toString()).toBe("x");
});

test("nobody writes under a key of their own, who may write otherwise", async () => {
  const s3 = new S3Client({ endpoint: box.urls.s3, region: REGION, credentials: rolePrincipal("backup") });
  const put = (own: object) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key: `${DEFAULT_ROOT}/x`, Body: "x", ...own }));
  await put({});
  await expect(put({ SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) })).rejects.toThrow(
    "explicit deny",
  );
});
