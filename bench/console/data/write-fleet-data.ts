// Both buckets of a large organisation after a year of daily backups, and the records that the runs left.
import { createHash } from "node:crypto";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import { newRunId, newSnapshotId, type SnapshotId } from "@/lib/domain/ids";
import { type Manifest, serialiseManifest } from "@/lib/domain/manifest";
import { DEFAULT_REF_SCOPE } from "@/lib/domain/ref-scope";
import { APPS, BUCKETS, ORGANISATION, REGION } from "@/sandbox/names";
import { BucketSeeder } from "@/sandbox/s3/seed-buckets";
import type { PreviousSnapshot } from "@/worker/snapshot-choice";
import { buildManifest } from "@/worker/write-manifest";
import { BOTH_BUCKETS } from "../../both-buckets";
import { CaptureByRules } from "./capture-by-rules";
import { LargeFleet } from "./large-fleet";
import { RecordsOfRuns } from "./records-of-runs";

export interface FleetSize {
  repositories: number;
  snapshots: number;
}

/** What was written, as the table tells it. */
export interface FleetData extends FleetSize {
  /** Of each bucket. */
  objects: number;
  manifestBytes: number;
  newest: SnapshotId;
}

const DAY_MS = 86_400_000;
const HOUR_OF_BACKUPS = 2;
const RUN_MS = 600_000;

/** @param now the newest backup is that of its day, or of the day before where it is too early for one */
export async function writeFleetData(dataDir: string, size: FleetSize, now: Date): Promise<FleetData> {
  const seeder = await BucketSeeder.make(dataDir, BOTH_BUCKETS, now);
  const fleet = new LargeFleet(size.repositories);
  const captures = new CaptureByRules(seeder);
  const records = new RecordsOfRuns(await BucketSeeder.make(dataDir, [{ name: BUCKETS.records, region: REGION }], now));
  let previous: PreviousSnapshot | undefined;
  let manifestBytes = 0;
  for (let day = 0; day < size.snapshots; day++) {
    const startedAt = startOf(now, size.snapshots - 1 - day);
    const finishedAt = new Date(startedAt.getTime() + RUN_MS);
    fleet.live(day, startedAt.toISOString());
    const snapshot = newSnapshotId(startedAt, false);
    const entries = fleet.repositories.map((each) => captures.entryOf(each, snapshot, finishedAt));
    const recorder = { run: newRunId(startedAt, "fleet0"), actor: undefined };
    const parts = { env: ENVIRONMENT, installations: [INSTALLATION], notVisible: [], entries, snapshot };
    const manifest = buildManifest({ ...parts, previous, recorder, startedAt, finishedAt });
    const text = serialiseManifest(manifest);
    const key = manifestKey(DEFAULT_ROOT, snapshot);
    seeder.put({ key, body: text, lastModified: finishedAt, contentType: "application/json" });
    records.backup(manifest);
    records.prove(manifest, day);
    manifestBytes += text.length;
    previous = previousOf(manifest, text);
  }
  if (!previous) throw new Error("there is no snapshot to write");
  records.close();
  return { ...size, objects: seeder.count, manifestBytes, newest: previous.manifest.snapshot };
}

function startOf(now: Date, daysBefore: number): Date {
  const today = new Date(now.getTime() - RUN_MS);
  today.setUTCHours(HOUR_OF_BACKUPS, 0, 0, 0);
  const late = today.getTime() + RUN_MS > now.getTime() ? DAY_MS : 0;
  return new Date(today.getTime() - late - daysBefore * DAY_MS);
}

const previousOf = (manifest: Manifest, text: string): PreviousSnapshot => ({
  manifest,
  sha256: createHash("sha256").update(text).digest("hex"),
  lastGood: () => undefined,
});

const ENVIRONMENT = {
  GITHUB_APP_ID: APPS.backup.id,
  GITHUB_APP_INSTALLATION_ID: undefined,
  GITHUB_SERVER_URL: "https://github.com",
  ROOT_PREFIX: DEFAULT_ROOT,
  RUN_TRIGGER: "schedule" as const,
  EXCLUDE_REFS: [...DEFAULT_REF_SCOPE.exclude],
};
const INSTALLATION = {
  id: APPS.backup.installation,
  account: ORGANISATION,
  permissions: { metadata: "read", contents: "read", administration: "read" },
};
