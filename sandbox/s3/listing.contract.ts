import {
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { S3Fixture } from "./testing/s3-fixture";

let s3: S3Fixture;
let client: S3Client;
const Bucket = "listing";
const KEYS = ["a", "a/1", "a/2", "a/b/3", "b", "c/1", "c/2", "d e+f", "ü", "\u{ffee}", "\u{1f600}"];

beforeAll(async () => {
  s3 = await S3Fixture.start();
  client = s3.client();
  await s3.bucket(Bucket);
  await Promise.all(KEYS.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
});
afterAll(() => s3.close());

const keysOf = (page: { Contents?: { Key?: string | undefined }[] | undefined }) =>
  (page.Contents ?? []).map((each) => each.Key);
const prefixesOf = (page: { CommonPrefixes?: { Prefix?: string | undefined }[] | undefined }) =>
  (page.CommonPrefixes ?? []).map((each) => each.Prefix);

test("keys come in the order of their UTF-8 bytes, also beyond the basic plane", async () => {
  expect(keysOf(await client.send(new ListObjectsV2Command({ Bucket })))).toEqual(KEYS);
});

test("pages of any size show every key once", async () => {
  for (const pageSize of [1, 3, 4, 11]) {
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket })) seen.push(...keysOf(page));
    expect(seen).toEqual(KEYS);
  }
});

test("a delimiter folds what shares a prefix into one entry, which counts for the page", async () => {
  const all = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }));
  expect(prefixesOf(all)).toEqual(["a/", "c/"]);
  expect(keysOf(all)).toEqual(["a", "b", "d e+f", "ü", "\u{ffee}", "\u{1f600}"]);
  expect(all.KeyCount).toBe(8);

  const folded: string[] = [];
  for await (const page of paginateListObjectsV2({ client, pageSize: 1 }, { Bucket, Delimiter: "/" })) {
    folded.push(...keysOf(page).map(String), ...prefixesOf(page).map(String));
  }
  expect(folded).toEqual(["a", "a/", "b", "c/", "d e+f", "ü", "\u{ffee}", "\u{1f600}"]);

  const below = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "a/", Delimiter: "/" }));
  expect([keysOf(below), prefixesOf(below)]).toEqual([["a/1", "a/2"], ["a/b/"]]);
});

test("StartAfter begins behind a key that need not exist", async () => {
  const page = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: "bb", MaxKeys: 2 }));
  expect(keysOf(page)).toEqual(["c/1", "c/2"]);
});

test("the older ListObjects pages by marker", async () => {
  const first = await client.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2 }));
  expect([keysOf(first), prefixesOf(first), first.NextMarker]).toEqual([["a"], ["a/"], "a/"]);
  const next = await client.send(
    new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2, Marker: first.NextMarker }),
  );
  expect([keysOf(next), prefixesOf(next)]).toEqual([["b"], ["c/"]]);
});

test("keys can be had percent-encoded", async () => {
  const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "d", EncodingType: "url" }));
  expect(keysOf(page)).toEqual(["d%20e%2Bf"]);
});

test("versions page by key and version id, newest first, delete markers among them", async () => {
  const versioned = await s3.bucket("listing-versions", { versioned: true });
  const written: string[] = [];
  for (const key of ["k/1", "k/2"]) {
    const ids: string[] = [];
    for (const body of ["one", "two", "three"]) {
      const put = await client.send(new PutObjectCommand({ Bucket: versioned, Key: key, Body: body }));
      ids.unshift(`${key} ${put.VersionId}`);
    }
    written.push(...ids);
  }
  const seen: string[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: versioned, MaxKeys: 2, ...markers }));
    seen.push(...(page.Versions ?? []).map((each) => `${each.Key} ${each.VersionId}`));
    if (!page.IsTruncated) break;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  expect(seen).toEqual(written);
});

test("a page of 100,000 keys costs the page, not the bucket", async () => {
  const big = await s3.bucket("listing-big");
  const bucket = s3.world.store.findBucket(big);
  // Straight into the index: what is measured is the listing, not 100,000 times fsync.
  const keys = Array.from({ length: 100_000 }, (_, index) => `repo-${String(index).padStart(6, "0")}/full.bundle`);
  bucket?.keys.fill(keys);
  const started = performance.now();
  for (let page = 0; page < 20; page += 1) {
    await client.send(
      new ListObjectsV2Command({ Bucket: big, StartAfter: keys[page * 5000] ?? "", MaxKeys: 1, Delimiter: "/" }),
    );
  }
  bucket?.keys.fill([]);
  expect((performance.now() - started) / 20).toBeLessThan(200);
});
