// The simulator against a bucket: a fleet is backed up day by day by the worker itself, its clock set to each day, and what
// stands in the bucket then is what the simulator says of that fleet and these settings.
import path from "node:path";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { besideWorker, buildBesideWorker } from "@/bench/build-beside-worker";
import { S3BucketInspector } from "@/lib/adapters/s3/s3-bucket-inspector";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { SchedulerReader } from "@/lib/adapters/scheduler/scheduler-reader";
import { countOf } from "@/lib/domain/retention/fleet-sizes";
import { simulate } from "@/lib/domain/retention/simulate";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { backupsIn } from "@/lib/operations/read-manifest";
import { readRetention } from "@/lib/operations/read-retention";
import { BUCKETS, REGION, REPLICA_REGION, SCHEDULE, TARGETS } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox, WORKER } from "@/sandbox/testing/test-sandbox";

const ON_DAY = "bench/month/worker-on-day.ts";
const BESIDE = path.dirname(WORKER);
const DAYS = 11;
const FULL_INTERVAL_DAYS = 4;
const DAY_MS = 86_400_000;
/** How often something is pushed to each: every so many days. */
const RHYTHM: Record<string, number> = { busy: 1, now_and_then: 3, quiet: 0 };

let box: TestSandbox;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
  await buildBesideWorker(ON_DAY, BESIDE);
  const history = { commits: 3 };
  box = await TestSandbox.start(Object.keys(RHYTHM).map((name) => ({ name, description: "", history })));
  process.env.AWS_ENDPOINT_URL_SCHEDULER = box.urls.aws;
  for (const name of Object.keys(RHYTHM)) await box.commit(`acme/${name}`, "refs/heads/main", 400_000);
  const today = Math.floor(Date.now() / DAY_MS);
  for (let day = 0; day < DAYS; day++) {
    for (const [name, every] of Object.entries(RHYTHM))
      if (day > 0 && every > 0 && day % every === 0) await box.commit(`acme/${name}`, "refs/heads/main", 8000);
    const morning = new Date((today - DAYS + 1 + day) * DAY_MS + 7_200_000).toISOString();
    const variables = { BENCH_NOW: morning, FULL_INTERVAL_DAYS: String(FULL_INTERVAL_DAYS) };
    const run = await box.worker(["backup"], { entry: besideWorker(ON_DAY, BESIDE), variables });
    if (run.exitCode !== 0) throw new Error(run.output);
  }
}, 240_000);
afterAll(() => box?.stop());

function read() {
  const facts = { rootPrefix: "github-backup", fullIntervalDays: FULL_INTERVAL_DAYS };
  const place = (side: "primary" | "replica") =>
    side === "primary"
      ? { bucket: BUCKETS.backups, region: REGION, endpoint: box.urls.s3 }
      : { bucket: BUCKETS.replica, region: REPLICA_REGION, endpoint: box.urls.s3Replica };
  const sides = (["primary", "replica"] as const).map((use) => ({
    inspector: new S3BucketInspector(place(use)),
    promises: { use, bucket: place(use).bucket, ...facts },
  }));
  return readRetention({
    sides: {
      primary: backupsIn(new S3ObjectStore(place("primary"))),
      replica: backupsIn(new S3ObjectStore(place("replica"))),
    },
    cache: new ManifestCache(),
    doctor: { buckets: sides },
    schedule: new SchedulerReader({ region: REGION, name: SCHEDULE }),
    targets: TARGETS,
  });
}

async function storedBytes(): Promise<number> {
  const { Versions = [] } = await box.s3.send(new ListObjectVersionsCommand({ Bucket: BUCKETS.backups }));
  return Versions.reduce((sum, { Size = 0 }) => sum + Size, 0);
}

test("what the simulator says after so many days is what stands in the bucket, fulls renewed meanwhile included", async () => {
  const { fleet, settings, buckets, assumed } = await read();
  expect(assumed).toEqual([]);
  expect(buckets.map(({ side, rules }) => [side, rules.known])).toEqual([
    ["primary", true],
    ["replica", true],
  ]);
  expect(settings).toMatchObject({ intervalHours: 24, fullIntervalDays: FULL_INTERVAL_DAYS, locked: "none" });
  const sizes = fleet.known ? fleet.value?.sizes : undefined;
  if (!sizes) throw new Error("the fleet was not measured");
  expect(countOf(sizes.classes)).toBe(Object.keys(RHYTHM).length);
  const simulated = simulate(sizes, settings, DAYS).days.at(-1)?.stored.primary ?? 0;
  const stored = await storedBytes();
  expect(simulated / stored).toBeGreaterThan(0.85);
  expect(simulated / stored).toBeLessThan(1.15);
});

test("where the primary cannot be read, the replica tells the sizes, and that it does", async () => {
  await expect.poll(() => box.replicaKeys().then((keys) => keys.length)).toBe((await box.keys()).length);
  await box.fault("s3", { match: { path: "/" }, action: { kind: "status", status: 503 }, times: 0 });
  const { fleet, buckets } = await read();
  await box.clearFaults();
  expect(fleet).toMatchObject({ known: true, value: { side: "replica", notice: { code: expect.any(String) } } });
  expect(buckets.map(({ rules }) => rules.known)).toEqual([false, true]);
});
