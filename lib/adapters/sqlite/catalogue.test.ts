// Against the manifests themselves: what the catalogue answers is what reading all of them would tell.
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundleKey, manifestKey } from "@/lib/domain/bucket-keys";
import { NO_CATALOGUE } from "@/lib/domain/catalogue/catalogue-status";
import { AppError } from "@/lib/domain/errors";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { type Manifest, type ManifestEntry, serialiseManifest } from "@/lib/domain/manifest";
import { summarise } from "@/lib/domain/snapshot";
import { entryRow } from "@/lib/domain/snapshot-detail";
import { fillCatalogue } from "@/lib/operations/fill-catalogue";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { CatalogueFile } from "./catalogue-file";
import { SqliteCatalogue } from "./sqlite-catalogue";

const ROOT = "github-backup";
const ABOUT = { buckets: "these", root: ROOT };
const name = (text: string) => repositoryName.parse(text);
const id = (text: string) => snapshotId.parse(text);

let directory: string;
let world: ReturnType<typeof twoBuckets>;
let file: CatalogueFile;
let damaged: string[];
let catalogue: SqliteCatalogue;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "catalogue-test-"));
  world = twoBuckets();
  damaged = [];
  open();
});

afterEach(() => {
  catalogue.close();
  file.close();
  rmSync(directory, { recursive: true, force: true });
});

function open() {
  file = new CatalogueFile(directory, ABOUT);
  catalogue = new SqliteCatalogue({
    status: () => NO_CATALOGUE,
    file: () => file.file,
    look: () => undefined,
    wantRefs: () => undefined,
    damaged: (_file, detail) => damaged.push(detail),
  });
}

const untold = () => undefined;
const fill = (now = new Date("2026-11-21T12:00:00Z")) =>
  fillCatalogue({ sides: world.sides, writer: file.writer(), now: () => now, onNew: untold, onProgress: untold });

async function put(manifest: Manifest, ...stores: (typeof world.primary)[]) {
  for (const store of stores.length > 0 ? stores : [world.primary, world.replica])
    await store.put(manifestKey(ROOT, manifest.snapshot), serialiseManifest(manifest));
}

/** Days of a fleet in which repositories come, change, are renamed, fail and go. */
const fleets = fc.array(
  fc.array(
    fc.record({
      id: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      name: fc.constantFrom("acme/a", "acme/b", "acme/c", "other/a"),
      outcome: fc.constantFrom("captured" as const, "unchanged" as const, "failed" as const),
      refs: fc.integer({ min: 1, max: 3 }),
      duration: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 8 },
);

function manifestsOf(days: typeof fleets extends fc.Arbitrary<infer T> ? T : never): Manifest[] {
  return days.map((day, index) => {
    const snapshot = `2026-11-${String(index + 1).padStart(2, "0")}`;
    const entries = new Map<string, ManifestEntry>();
    for (const each of day) {
      const key = String(each.id ?? each.name);
      entries.set(key, {
        ...sampleEntry(each.name, each.outcome, { id: each.id, duration_ms: each.duration }),
        refs: { count: each.refs, heads: each.refs, tags: 0, pulls: 0, digest: `sha256:${each.refs}` },
      });
    }
    return sampleManifest(snapshot, [...entries.values()]);
  });
}

test("tells of every repository, snapshot and pair of snapshots what their manifests tell, in whatever order they came", async () => {
  await fc.assert(
    fc.asyncProperty(fleets, fc.nat(8), async (days, first) => {
      const manifests = manifestsOf(days);
      world = twoBuckets();
      file.close();
      catalogue.close();
      rmSync(directory, { recursive: true });
      open();
      // Some are there at the first look, the others come later and may be older.
      for (const manifest of manifests.slice(first)) await put(manifest);
      await fill();
      for (const manifest of manifests.slice(0, first)) await put(manifest);
      await fill();
      for (const manifest of manifests) {
        expect(catalogue.summary(manifest.snapshot)).toEqual(plain(summarise(manifest)));
        for (const entry of manifest.repos) expectInHistory(manifest, entry);
        for (const other of manifests) expectCompared(manifest, other);
      }
    }),
    { numRuns: 60 },
  );
});

function expectInHistory(manifest: Manifest, entry: ManifestEntry) {
  const history = catalogue.history({ name: entry.repo, id: entry.id });
  const point = history?.points.find(
    (each) =>
      each.snapshot === manifest.snapshot &&
      JSON.stringify(history.states[each.state]) === JSON.stringify(plain(entryRow(entry))),
  );
  expect(point, `${entry.repo} in ${manifest.snapshot}`).toBeDefined();
  expect(point?.chain.map((each) => history?.bundles[each]?.key)).toEqual(entry.chain.map((link) => link.s3_key));
  expect(point?.sides).toEqual(["primary", "replica"]);
}

function expectCompared(from: Manifest, to: Manifest) {
  const key = (entry: ManifestEntry) => String(entry.id ?? entry.repo);
  const said = (entry: ManifestEntry | undefined) => entry && JSON.stringify(plain(entryRow(entry)));
  const before = new Map(from.repos.map((entry) => [key(entry), entry]));
  const after = new Map(to.repos.map((entry) => [key(entry), entry]));
  const expected = [...new Set([...before.keys(), ...after.keys()])]
    .map((each) => [said(before.get(each)), said(after.get(each))])
    .filter(([a, b]) => a !== b)
    .map(String)
    .sort();
  const compared = catalogue.compare(from.snapshot, to.snapshot);
  const found = compared?.pairs
    .map((pair) => [pair.before && JSON.stringify(pair.before.row), pair.after && JSON.stringify(pair.after.row)])
    .map(String)
    .sort();
  expect(found).toEqual(expected);
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test("reads each manifest once, and of the other bucket's equal copy no more than its head", async () => {
  await put(sampleManifest("2026-11-01", [sampleEntry("acme/a")]));
  await fill();
  const reads: string[] = [];
  for (const store of [world.primary, world.replica]) {
    const readBytes = store.readBytes.bind(store);
    store.readBytes = (key, options) => {
      reads.push(`${store.bucket} ${key}`);
      return readBytes(key, options);
    };
  }
  await put(sampleManifest("2026-11-02", [sampleEntry("acme/a")]));
  await fill();
  await fill();
  expect(reads).toEqual(["backups github-backup/2026-11-02/manifest.json"]);
});

test("goes on with one bucket while the other is away, and catches up", async () => {
  await put(sampleManifest("2026-11-01", [sampleEntry("acme/a")]));
  world.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "away" });
  expect((await fill()).total).toBe(1);
  expect(sidesOf("acme/a")).toEqual([["replica"]]);
  world.primary.failure = undefined;
  await fill();
  expect(sidesOf("acme/a")).toEqual([["primary", "replica"]]);
});

const sidesOf = (repository: string) => catalogue.history({ name: name(repository) })?.points.map(({ sides }) => sides);

test("a broken manifest is told of both buckets, and is read no more often than a good one", async () => {
  const reads = vi.spyOn(world.replica, "readBytes");
  await world.primary.put(manifestKey(ROOT, id("2026-11-01")), "{");
  await world.replica.put(manifestKey(ROOT, id("2026-11-01")), "{");
  await put(sampleManifest("2026-11-02", [sampleEntry("acme/a")]));
  await fill();
  await fill();
  const told = file.writer().copies();
  expect(told.map(({ id: snapshot, side, problem }) => [snapshot, side, problem?.code]).sort()).toEqual([
    ["2026-11-01", "primary", "manifest-invalid"],
    ["2026-11-01", "replica", "manifest-invalid"],
    ["2026-11-02", "primary", undefined],
    ["2026-11-02", "replica", undefined],
  ]);
  expect(reads).not.toHaveBeenCalled();
});

test("keeps what a broken, foreign or missing manifest is, looks again, and is not held up by it", async () => {
  await put(sampleManifest("2026-11-03", [sampleEntry("acme/a")]));
  await world.primary.put(manifestKey(ROOT, id("2026-11-01")), "{");
  await world.primary.put(manifestKey(ROOT, id("2026-11-02")), '{"format": 9}');
  await world.primary.put(bundleKey(ROOT, id("2026-11-20"), name("acme/a"), "full"), "unfinished");
  const look = await fill();
  expect([look.total, look.done, look.problem]).toEqual([4, 4, undefined]);
  const copies = Object.fromEntries(
    file
      .writer()
      .copies()
      .map((copy) => [`${copy.side} ${copy.id}`, copy]),
  );
  expect(copies["primary 2026-11-01"]?.problem?.code).toBe("manifest-invalid");
  expect(copies["primary 2026-11-02"]?.problem?.code).toBe("manifest-format-unknown");
  expect(copies["primary 2026-11-20"]).toMatchObject({ read: false, problem: undefined });
  await put(sampleManifest("2026-11-20", [sampleEntry("acme/a")]));
  await fill();
  expect(catalogue.history({ name: name("acme/a") })?.points.map(({ snapshot }) => snapshot)).toEqual([
    "2026-11-20",
    "2026-11-03",
  ]);
});

test("forgets a snapshot that is gone from both buckets", async () => {
  await put(sampleManifest("2026-11-01", [sampleEntry("acme/a")]));
  await put(sampleManifest("2026-11-02", [sampleEntry("acme/a")]));
  await fill();
  world.primary.hide(manifestKey(ROOT, id("2026-11-01")));
  await fill();
  expect(catalogue.summaries(9)).toHaveLength(2);
  world.replica.hide(manifestKey(ROOT, id("2026-11-01")));
  await fill();
  expect(catalogue.summaries(9).map((each) => each.id)).toEqual(["2026-11-02"]);
});

test("follows a repository by its id through renames, and its old names lead to it", async () => {
  await put(sampleManifest("2026-11-01", [sampleEntry("acme/old", "captured", { id: 7 })]));
  await put(
    sampleManifest("2026-11-02", [
      sampleEntry("acme/new", "unchanged", { id: 7 }),
      sampleEntry("acme/old", "captured", { id: 8 }),
    ]),
  );
  await fill();
  const history = catalogue.history({ name: name("acme/new") });
  expect(history?.points.map((point) => history.states[point.state]?.repository)).toEqual(["acme/new", "acme/old"]);
  expect(catalogue.history({ name: name("acme/old") })).toMatchObject({
    id: 8,
    namesakes: [{ id: 7, name: "acme/new" }],
  });
  expect(catalogue.findRepositories("OLD", 9)).toMatchObject([{ id: 7, formerly: "acme/old" }, { id: 8 }]);
});

test("joins what has no id, of format 1, to the repository that has the name since", async () => {
  const one = {
    timestamp: "2016-01-02T03:04:05Z",
    repos: [{ repo: "acme/a", s3_key: "github-backup/2016-01-02/acme/a.bundle" }],
  };
  await world.primary.put(manifestKey(ROOT, id("2016-01-02")), JSON.stringify(one, null, 2));
  await put(sampleManifest("2026-11-02", [sampleEntry("acme/a", "captured", { id: 7 })]));
  await fill();
  expect(catalogue.history({ name: name("acme/a") })).toMatchObject({ id: 7 });
  expect(catalogue.history({ name: name("acme/a") })?.points.map(({ snapshot }) => snapshot)).toEqual([
    "2026-11-02",
    "2016-01-02",
  ]);
});

test("a file that is damaged, foreign or of another version is made anew; one that is whole is gone on with", async () => {
  await put(sampleManifest("2026-11-01", [sampleEntry("acme/a")]));
  await fill();
  const restart = () => {
    catalogue.close();
    file.close();
    open();
    file.writer();
  };
  restart();
  expect(catalogue.summaries(9)).toHaveLength(1);
  catalogue.close();
  file.close();
  truncateSync(file.file, Math.floor(statSync(file.file).size / 2));
  restart();
  expect(catalogue.summaries(9)).toHaveLength(0);
  await fill();
  catalogue.close();
  file.close();
  writeFileSync(file.file, "this is no database".repeat(1000));
  restart();
  expect(catalogue.summaries(9)).toHaveLength(0);
});

test("who reads a damaged file gets a clear error, and whoever makes it is told", async () => {
  await put(sampleManifest("2026-11-01", [sampleEntry("acme/a")]));
  await fill();
  catalogue.close();
  file.close();
  writeFileSync(file.file, "this is no database".repeat(1000));
  expect(() => catalogue.summaries(9)).toThrow("catalogue");
  expect(damaged).toHaveLength(1);
  file.renew();
  await fill();
  expect(catalogue.summaries(9)).toHaveLength(1);
});
