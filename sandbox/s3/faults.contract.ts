import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failure, S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
const Bucket = "faulty";
const body = "0123456789".repeat(10_000);

beforeAll(async () => {
  s3 = await S3Fixture.start();
  await s3.client().send(new CreateBucketCommand({ Bucket }));
  await s3.client().send(new PutObjectCommand({ Bucket, Key: "k", Body: body }));
});
beforeEach(() => s3.admin("DELETE", "faults"));
afterAll(() => s3.close());

const read = async (maxAttempts = 1) => {
  const found = await s3.client({ maxAttempts }).send(new GetObjectCommand({ Bucket, Key: "k" }));
  return found.Body?.transformToString();
};
const fault = (match: object, action: object, times = 1) => s3.admin("POST", "faults", { match, action, times });
const slowDown = { kind: "status", status: 503, body: "<Error><Code>SlowDown</Code><Message>calm</Message></Error>" };

test("a SlowDown strikes the operation it names, and the SDK's retry gets through", async () => {
  await fault({ operation: "GetObject" }, slowDown, 2);
  expect(await failure(read())).toBe("503 SlowDown");
  await s3.client().send(new ListObjectsV2Command({ Bucket }));
  expect(await read(3)).toBe(body);
});

test("a write struck before it is handled leaves nothing, and one whose answer is lost is there", async () => {
  const put = (Key: string) => s3.client().send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  await fault({ operation: "PutObject" }, { kind: "reset" });
  await expect(put("never")).rejects.toThrow();
  await fault({ operation: "PutObject" }, { kind: "reset", handled: true });
  await expect(put("unheard")).rejects.toThrow();
  const { Contents } = await s3.client().send(new ListObjectsV2Command({ Bucket }));
  expect(Contents?.map((each) => each.Key)).toEqual(["k", "unheard"]);
});

test("a download that is cut, reset or corrupted is noticed by the client", async () => {
  for (const action of [
    { kind: "truncate", afterBytes: 5000 },
    { kind: "reset", afterBytes: 5000 },
    { kind: "corrupt", atByte: 5000 },
  ]) {
    await fault({ operation: "GetObject" }, action);
    await expect(read(), action.kind).rejects.toThrow();
    expect(await read()).toBe(body);
  }
});

test("health says the region and its buckets, unsigned; an unknown switch says which there are", async () => {
  expect(await s3.admin("GET", "health")).toEqual({ status: "ok", region: "us-east-1", buckets: [Bucket] });
  await expect(s3.admin("POST", "nonsense")).rejects.toThrow("/_sandbox/replication");
  await expect(s3.admin("POST", "replication", { lag: 3 })).rejects.toThrow("lagMs");
});
