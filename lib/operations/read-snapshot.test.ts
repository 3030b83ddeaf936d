import { beforeEach, describe, expect, test } from "vitest";
import { holdFileKey, holdPrefix } from "@/lib/domain/bucket-keys";
import { AppError, hasCode } from "@/lib/domain/errors";
import { holdText } from "@/lib/domain/hold";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { readEntry, readSnapshot } from "./read-snapshot";

const NOW = new Date("2026-11-21T03:00:00Z");
const id = snapshotId.parse("2026-11-21");

describe("one snapshot", () => {
  let buckets: ReturnType<typeof twoBuckets>;
  beforeEach(async () => {
    buckets = twoBuckets();
    const manifest = sampleManifest("2026-11-21", [sampleEntry("acme/api"), sampleEntry("acme/new", "empty")]);
    await putManifest(buckets.sides.primary, manifest);
    await putManifest(buckets.sides.replica, manifest);
  });

  test("is read from the bucket that was asked for", async () => {
    const snapshot = await readSnapshot(buckets, id, "replica", NOW);
    expect(snapshot).toMatchObject({ side: "replica", bucket: "backups-replica", notice: undefined });
    expect(snapshot).toMatchObject({ entries: 2, restorable: 1, options: { outcome: ["captured", "empty"] } });
  });

  test("comes from the other bucket with a notice when that one cannot be reached", async () => {
    buckets.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "refused" });
    const snapshot = await readSnapshot(buckets, id, "primary", NOW);
    expect(snapshot.side).toBe("replica");
    expect(snapshot.notice?.code).toBe("storage-unreachable");
    expect(snapshot.sides).toEqual({ primary: "unreachable", replica: "present" });
  });

  test("says that a bucket is away even when its manifest is still in memory", async () => {
    await readSnapshot(buckets, id, "primary", NOW);
    buckets.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "refused" });
    expect((await readSnapshot(buckets, id, "primary", NOW)).sides.primary).toBe("unreachable");
  });

  test("and an entry of it say of a bucket that lacks it that it lacks it", async () => {
    const only = snapshotId.parse("2026-11-19");
    await putManifest(buckets.sides.replica, sampleManifest("2026-11-19", [sampleEntry("acme/api")]));
    const entry = await readEntry(buckets, only, repositoryName.parse("acme/api"), "primary");
    expect([entry.side, entry.notice?.code]).toEqual(["replica", "snapshot-missing"]);
    expect((await readSnapshot(buckets, only, "primary", NOW)).notice?.code).toBe("snapshot-missing");
    expect((await readEntry(buckets, id, repositoryName.parse("acme/api"), "primary")).notice).toBeUndefined();
  });

  test("that no bucket has is a refusal that names it", async () => {
    const read = readSnapshot(buckets, snapshotId.parse("2026-01-01"), "primary", NOW);
    await expect(read).rejects.toSatisfy((error) => hasCode(error, "snapshot-missing"));
  });

  test("gives for each repository the commands that rebuild it without Holdfast", async () => {
    const entry = await readEntry(buckets, id, repositoryName.parse("acme/api"), "replica");
    expect(entry.commands[0]).toContain("s3://backups-replica/github-backup/2026-11-01/acme/api.bundle");
    expect(entry.commands[1]).toBe("git clone --mirror api.bundle api.git");
  });
});

test("an entry says since when its very state is held, why, and how it is restored from there; of a failing look nothing is said", async () => {
  const buckets = twoBuckets();
  const manifest = sampleManifest("2026-11-21", [sampleEntry("acme/api")]);
  await putManifest(buckets.sides.primary, manifest);
  const read = () => readEntry(buckets, id, repositoryName.parse("acme/api"), "primary");
  expect((await read()).kept).toBeUndefined();

  const [entry] = manifest.repos;
  if (!entry) throw new Error("the manifest is empty");
  const prefix = holdPrefix(buckets.sides.primary.root, entry, id);
  const facts = { why: [{ kind: "asked", message: "the audit" }], placed_at: "2026-11-21T02:00:00.000Z", run: "r" };
  const text = holdText({ ...entry, snapshot: id }, { bucket: "backups", prefix }, facts);
  await buckets.primary.put(holdFileKey(prefix), text);
  expect((await read()).kept).toMatchObject({
    ...{ since: facts.placed_at, prefix, why: ["the audit"] },
    commands: [expect.stringContaining(`${prefix} held`), expect.any(String), expect.any(String)],
  });

  buckets.primary.readText = () => Promise.reject(new AppError("storage-unreachable", { bucket: "b", detail: "away" }));
  expect((await read()).kept).toBeUndefined();
});
