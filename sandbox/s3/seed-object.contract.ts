import { HeadObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedObject } from "./seed-object";
import { S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
beforeAll(async () => {
  s3 = await S3Fixture.start();
});
afterAll(() => s3.close());

test("a seeded object has the date it was given, and stands in its order among the others", async () => {
  const bucket = await s3.bucket("seeded", { versioned: true });
  const dates = ["2026-11-01T03:00:00.000Z", "2026-11-02T03:00:00.000Z"].map((date) => new Date(date));
  for (const lastModified of dates) {
    const seed = { bucket, key: "manifest.json", body: lastModified.toISOString(), contentType: "application/json" };
    await seedObject(s3.world.store, { ...seed, lastModified, metadata: { seeded: "yes" }, tags: { kind: "demo" } });
  }
  const { Versions } = await s3.client().send(new ListObjectVersionsCommand({ Bucket: bucket }));
  expect(Versions?.map((each) => each.LastModified)).toEqual(dates.toReversed());
  const head = await s3.client().send(new HeadObjectCommand({ Bucket: bucket, Key: "manifest.json" }));
  expect(head).toMatchObject({
    ContentType: "application/json",
    LastModified: dates[1],
    Metadata: { seeded: "yes" },
    TagCount: 1,
  });
});
