// S3 that slows down, fails and falls silent for a moment: every call of an upload is made again, and all of it is told.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { S3Fixture } from "@/sandbox/s3/testing/s3-fixture";
import { ADMIN } from "@/sandbox/shared/principals";
import { pauseAfter, type S3Retry } from "./retry-strategy";
import { S3ObjectStore } from "./s3-object-store";

const MiB = 1024 * 1024;
let s3: S3Fixture;
let told: S3Retry[];
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
  s3 = await S3Fixture.start();
  await s3.bucket("retried", { versioned: true });
});
beforeEach(() => {
  told = [];
});
afterEach(() => s3.admin("DELETE", "faults"));
afterAll(() => s3.close());

const open = (attempts: number, idleTimeoutMs?: number) =>
  new S3ObjectStore({
    bucket: "retried",
    region: "us-east-1",
    endpoint: s3.url(),
    attempts,
    firstPauseMs: 20,
    idleTimeoutMs,
    onRetry: (retry) => told.push(retry),
  });
const fault = (operation: string, action: object, times: number) =>
  s3.admin("POST", "faults", { match: { operation }, action, times });
const error = (status: number, code: string) => ({
  kind: "status",
  status,
  body: `<Error><Code>${code}</Code><Message>as asked for</Message></Error>`,
});
async function* stream(): AsyncGenerator<Buffer> {
  for (let index = 0; index < 20; index++) yield Buffer.alloc(MiB, index);
}

describe("an upload of several parts ends whole although", () => {
  test.each([
    ["S3 slows down", error(503, "SlowDown"), "as asked for (SlowDown)"],
    ["S3 has an error of its own", error(500, "InternalError"), "as asked for (InternalError)"],
    ["the connection is reset", { kind: "reset" }, "(ECONNRESET)"],
    ["the answer is lost", { kind: "reset", afterBytes: 0 }, "(ECONNRESET)"],
    ["S3 falls silent", { kind: "stall" }, "inactivity"],
  ])("%s, at each of its calls, three times", async (_, action, words) => {
    for (const operation of ["CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"])
      await fault(operation, action, 3);
    const store = open(6, 400);
    const written = await store.upload("k", stream());
    expect(written.sizeBytes).toBe(20 * MiB);
    expect((await store.head("k")).sizeBytes).toBe(20 * MiB);
    expect(told).toHaveLength(9);
    expect(told[0]).toMatchObject({ attempt: 1, detail: expect.stringContaining(words) });
  });
});

test("it is given up after the attempts there are, and the error says how many those were", async () => {
  await fault("PutObject", error(503, "SlowDown"), 0);
  await expect(open(4).put("k", "x")).rejects.toMatchObject({
    code: "storage-unreachable",
    message: expect.stringContaining("SlowDown 503, 4 times in a row"),
  });
  expect(told.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test("a refusal is not asked for again", async () => {
  await fault("PutObject", error(403, "AccessDenied"), 0);
  await expect(open(4).put("k", "x")).rejects.toMatchObject({ code: "storage-denied" });
  expect(told).toEqual([]);
});

test("many that fail together use up no common allowance", async () => {
  const keys = Array.from({ length: 50 }, (_, index) => `many/${index}`);
  // Each fails four times: whose turn it is when must not matter.
  for (const key of keys)
    await s3.admin("POST", "faults", { match: { path: `/${key}\\b` }, action: error(500, "InternalError"), times: 4 });
  const store = open(6);
  await Promise.all(keys.map((key) => store.put(key, "x")));
  expect(told).toHaveLength(200);
});

test("pauses double up to a limit, and chance spreads them over half of it", () => {
  expect([1, 2, 3, 6, 9].map((attempt) => pauseAfter(attempt, 1))).toEqual([500, 1000, 2000, 16_000, 16_000]);
  expect(pauseAfter(2, 0)).toBe(500);
});
