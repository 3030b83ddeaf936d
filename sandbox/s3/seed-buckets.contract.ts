import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, HeadObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import { ADMIN, Principals } from "../shared/principals";
import { BucketSeeder } from "./seed-buckets";
import { startS3 } from "./start-s3";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

test("what was seeded is served from both buckets with its date, its bytes and its state of replication", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-seed-"));
  folders.push(dataDir);
  const regions = ["us-east-1", "eu-west-1"];
  const [first, second] = [new Date("2026-11-01T03:00:00Z"), new Date("2026-11-02T03:00:00Z")];
  const buckets = regions.map((region) => ({ name: `seeded-${region}`, region }));
  const seeder = await BucketSeeder.make(dataDir, buckets, first);
  const contentType = "application/json";
  const written = seeder.put({ key: "a/manifest.json", body: "bytes of it", lastModified: first, contentType });
  seeder.copy(written, "b/manifest.json", second);

  const principals = await Principals.open(path.join(dataDir, "aws"));
  const world = await startS3({ dataDir, principals, regions: regions.map((name) => ({ name, port: 0 })) });
  for (const { name: Bucket, region } of buckets) {
    const client = new S3Client({ endpoint: world.regions.get(region)?.url, region, credentials: ADMIN });
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map(({ Key, LastModified }) => [Key, LastModified])).toEqual([
      ["a/manifest.json", first],
      ["b/manifest.json", second],
    ]);
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "b/manifest.json" }));
    expect(await Body?.transformToString()).toBe("bytes of it");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a/manifest.json" }));
    expect(head).toMatchObject({
      ContentType: contentType,
      ContentLength: written.size,
      VersionId: written.versionId,
      ReplicationStatus: region === "us-east-1" ? "COMPLETED" : "REPLICA",
    });
    client.destroy();
  }
  await world.close();
});
