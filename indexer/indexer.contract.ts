// The whole of it: real backups in real buckets, the bundled process that fills the catalogue, and who reads it beside.
import { type ChildProcess, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { IndexerProcess } from "@/lib/adapters/sqlite/indexer-process";
import { SqliteCatalogue } from "@/lib/adapters/sqlite/sqlite-catalogue";
import { isWhole } from "@/lib/domain/catalogue/catalogue-status";
import { hasCode } from "@/lib/domain/errors";
import { repositoryName } from "@/lib/domain/ids-schema";
import { escapeRefName } from "@/lib/domain/refs";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { backupsIn } from "@/lib/operations/read-manifest";
import { readRefHistory } from "@/lib/operations/read-ref-history";
import { SharedAnswers } from "@/lib/operations/shared-answers";
import { BUCKETS, REGION, REPLICA_REGION } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import { ThreeDays } from "@/worker/testing/three-days";

const ENTRY = path.resolve("dist/indexer/indexer.mjs");
const CREDENTIALS = { AWS_ACCESS_KEY_ID: ADMIN.accessKeyId, AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey };
const STOREFRONT = { name: repositoryName.parse("acme/storefront") };

let world: ThreeDays;
beforeAll(async () => {
  world = await ThreeDays.start();
  Object.assign(process.env, CREDENTIALS);
});
afterAll(() => world?.stop());

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "holdfast-indexer-test-"));
});

interface Opened {
  catalogue: SqliteCatalogue;
  indexer: IndexerProcess;
  child: () => ChildProcess;
}

function open(more: Record<string, string> = {}): Opened {
  const indexer = new IndexerProcess({
    entry: ENTRY,
    variables: () => ({
      PATH: process.env.PATH,
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_S3: world.box.urls.s3,
      ...CREDENTIALS,
      S3_BUCKET: BUCKETS.backups,
      REPLICA_BUCKET: BUCKETS.replica,
      REPLICA_REGION,
      REPLICA_ENDPOINT_URL: world.box.urls.s3Replica,
      CATALOGUE_DIR: directory,
      ...more,
    }),
  });
  indexer.start();
  const catalogue = new SqliteCatalogue(indexer);
  const child = () => (indexer as unknown as { child: ChildProcess }).child;
  onTestFinished(() => {
    catalogue.close();
    indexer.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return { catalogue, indexer, child };
}

/** Who reads it, with the buckets at hand. */
function readersOf({ catalogue }: Pick<Opened, "catalogue">) {
  const place = { bucket: BUCKETS.backups, region: REGION, endpoint: world.box.urls.s3 };
  const sides = { primary: backupsIn(new S3ObjectStore(place)) };
  return { catalogue, sides, cache: new ManifestCache(), shared: new SharedAnswers(0, Date.now) };
}

async function until(what: () => boolean, patienceMs = 60_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!what()) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await sleep(100);
  }
}

/** The snapshots of the world, and the one of format 1. */
const SNAPSHOTS = 4;
const isFilled =
  ({ catalogue }: Opened) =>
  () => {
    const status = catalogue.status();
    return isWhole(status) && status.snapshots.total >= SNAPSHOTS && status.refs.done === status.refs.total;
  };

test("knows every restore point of real backups, and every ref as git had it on each day", async () => {
  const opened = open();
  await until(isFilled(opened));
  const { catalogue } = opened;
  for (const { manifest, refs } of world.days) {
    expect(catalogue.summary(manifest.snapshot)?.totalRepositories).toBe(manifest.total_repos);
    for (const entry of manifest.repos.filter(({ chain }) => chain.length > 0)) {
      const history = catalogue.history({ name: entry.repo, id: entry.id });
      const point = history?.points.find(({ snapshot }) => snapshot === manifest.snapshot);
      expect(point?.chain.map((each) => history?.bundles[each]?.key)).toEqual(entry.chain.map((link) => link.s3_key));
      const spans = catalogue.refs({ name: entry.repo, id: entry.id })?.spans ?? [];
      const then = spans
        .filter(({ from, until: end }) => from <= manifest.snapshot && (end === undefined || manifest.snapshot < end))
        .map(({ name, oid }) => `${oid} ${name}`)
        .sort();
      const source = (refs.get(entry.repo) ?? "").split("\n").filter(Boolean).map(escaped).sort();
      expect(then, `${entry.repo} in ${manifest.snapshot}`).toEqual(source);
    }
  }
  const formatOne = catalogue.history({ name: repositoryName.parse("acme/billing") });
  expect(formatOne?.points.map(({ snapshot }) => snapshot)).toContain(world.formatOne);
});

/** Of `oid type name`, as the catalogue has it. */
function escaped(line: string): string {
  const [oid = "", type = ""] = line.split(" ");
  return `${oid} ${escapeRefName(line.slice(`${oid} ${type} `.length))}`;
}

test("the time machine tells a move, and in which snapshots a commit was at a tip", async () => {
  const opened = open();
  await until(isFilled(opened));
  const deps = readersOf(opened);
  const { events, first } = await readRefHistory(deps, { repository: STOREFRONT.name });
  expect(first).toBe(world.days[0]?.manifest.snapshot);
  const [newest] = events;
  expect(newest?.snapshot).toBe(world.newest.manifest.snapshot);
  const move = events.find(({ change }) => change === "moved");
  const found = await readRefHistory(deps, { repository: STOREFRONT.name, find: move?.before?.slice(0, 9) });
  const before = world.days.map(({ manifest }) => manifest.snapshot).filter((id) => id < (move?.snapshot ?? ""));
  expect(found.tips.flatMap(({ snapshots }) => snapshots)).toEqual(expect.arrayContaining(before.slice(-1)));
  expect(found.events.length).toBeLessThan(events.length);
});

test("without a catalogue the time machine tells the same by the buckets, and that it did", async () => {
  const opened = open();
  await until(isFilled(opened));
  const without = new SqliteCatalogue(new IndexerProcess({ entry: undefined, variables: () => ({}) }));
  const safe = world.newest.manifest.repos.filter(({ chain }) => chain.length > 0);
  for (const { repo: repository } of safe) {
    const { events } = await readRefHistory(readersOf(opened), { repository });
    for (const find of ["", events.find(({ before }) => before)?.before ?? "main"]) {
      const known = await readRefHistory(readersOf(opened), { repository, find });
      const told = await readRefHistory(readersOf({ catalogue: without }), { repository, find });
      expect(told, repository).toEqual({ ...known, catalogue: told.catalogue, onlyNewest: SNAPSHOTS });
      expect([known.onlyNewest, told.catalogue.state]).toEqual([undefined, "unavailable"]);
    }
  }
});

test("killed at any moment it is started again and goes on", async () => {
  const opened = open();
  for (let kill = 0; kill < 3; kill++) {
    await until(() => opened.child()?.pid !== undefined && opened.indexer.file() !== undefined);
    opened.child().kill("SIGKILL");
    await until(() => opened.catalogue.status().state === "unavailable");
  }
  await until(isFilled(opened));
  expect(opened.catalogue.history(STOREFRONT)?.points).toHaveLength(world.days.length);
});

test("a file that is deleted or damaged while it is in use is made anew, and meanwhile nobody is told nonsense", async () => {
  const opened = open();
  await until(isFilled(opened));
  const { catalogue } = opened;
  const points = () => {
    try {
      return catalogue.history(STOREFRONT)?.points.length;
    } catch (error) {
      expect(hasCode(error, "catalogue-unavailable")).toBe(true);
      return undefined;
    }
  };
  for (const damage of [
    (file: string) => rmSync(file),
    (file: string) => truncateSync(file, 5000),
    (file: string) => writeFileSync(file, "no database".repeat(9000)),
  ]) {
    const file = opened.indexer.file() ?? "";
    catalogue.close();
    // What is still in the log beside it would make it whole again.
    for (const each of [`${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
    damage(file);
    catalogue.look();
    await until(() => {
      const found = points();
      expect([undefined, 0, 1, 2, world.days.length]).toContain(found);
      catalogue.look();
      return opened.indexer.file() !== file && isFilled(opened)();
    });
    // What was told of the file before may make it be renewed once more.
    await until(() => points() === world.days.length);
    expect(readdirSync(directory).filter((name) => name.endsWith(".db"))).toHaveLength(1);
  }
});

test("with the primary away it reads the replica, says so, and reads the primary when it is back", async () => {
  await world.box.fault("s3", { match: { path: "." }, action: { kind: "status", status: 503 }, times: 0 });
  const opened = open();
  await until(
    () => opened.catalogue.status().snapshots.done >= SNAPSHOTS && opened.catalogue.status().state === "ready",
  );
  expect(opened.catalogue.status().problem?.message).toContain(BUCKETS.backups);
  expect(opened.catalogue.history(STOREFRONT)?.points[0]?.sides).toEqual(["replica"]);
  await world.box.clearFaults();
  opened.catalogue.look();
  await until(() => opened.catalogue.history(STOREFRONT)?.points[0]?.sides.length === 2);
  await until(() => opened.catalogue.status().problem === undefined);
});

test("it ends with the process that started it, and is given no secret of that one", async () => {
  const opened = open();
  await until(isFilled(opened));
  const { pid } = opened.child();
  const environment = execFileSync("cat", [`/proc/${pid}/environ`]).toString();
  expect(environment).not.toContain("NEXTAUTH");
  opened.child().disconnect();
  await until(() => !existsSync(`/proc/${pid}`));
});

test("a disk that cannot be written is why there is no catalogue, and no more than that", async () => {
  const indexer = new IndexerProcess({
    entry: ENTRY,
    variables: () => {
      throw new Error("ENOSPC: no space left on device");
    },
  });
  onTestFinished(() => indexer.stop());
  indexer.start();
  expect(indexer.status()).toMatchObject({ state: "unavailable" });
  expect(indexer.status().problem?.message).toContain("no space left");
});
