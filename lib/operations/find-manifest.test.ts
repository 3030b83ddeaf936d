import { expect, test } from "vitest";
import { manifestKey } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import { serialiseManifest } from "@/lib/domain/manifest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { findManifest } from "./find-manifest";
import { readManifest } from "./read-manifest";

const manifest = sampleManifest("2026-11-01", [sampleEntry("acme/web")]);
const { snapshot } = manifest;
const key = manifestKey("github-backup", snapshot);

async function world() {
  const both = twoBuckets();
  for (const store of [both.primary, both.replica]) await store.put(key, serialiseManifest(manifest));
  return { ...both, find: () => findManifest(both.sides, "primary", snapshot, readManifest) };
}

test("it comes from the bucket that was asked for, and nothing is to be said", async () => {
  const { find, replica } = await world();
  replica.failure = new AppError("storage-unreachable", { bucket: "replica", detail: "away" });
  expect(await find()).toEqual({ manifest, notices: [] });
});

test("one that cannot be read, is damaged or was deleted comes from the other bucket, with the reason", async () => {
  const away = await world();
  away.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "it is away" });
  const damaged = await world();
  await damaged.primary.put(key, '{"format": 2, "snap');
  const deleted = await world();
  deleted.primary.hide(key);
  for (const [{ find }, words] of [
    [away, "it is away"],
    [damaged, "not JSON"],
    [deleted, "no snapshot"],
  ] as const) {
    expect(await find()).toEqual({
      manifest,
      notices: [expect.stringMatching(`^The manifest was read from the other bucket: .*${words}`)],
    });
  }
});

test("deleted everywhere, it is read from under the delete marker; a role that may not look there has no snapshot", async () => {
  const { find, primary, replica } = await world();
  primary.hide(key);
  replica.hide(key);
  expect(await find()).toEqual({ manifest, notices: [expect.stringMatching(/had been deleted.*version-/)] });
  for (const store of [primary, replica]) {
    store.newestVersion = async () => {
      throw new AppError("storage-denied", { bucket: store.bucket, action: "s3:ListBucketVersions" });
    };
  }
  await expect(find()).rejects.toMatchObject({ code: "snapshot-missing" });
});

test("a snapshot that never was is missing, and a bucket that is away says so", async () => {
  const { sides, primary } = twoBuckets();
  const find = () => findManifest(sides, "primary", snapshot, readManifest);
  await expect(find()).rejects.toMatchObject({ code: "snapshot-missing" });
  primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "away" });
  await expect(find()).rejects.toMatchObject({ code: "storage-unreachable" });
});
