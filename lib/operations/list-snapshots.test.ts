import { beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { rowState } from "@/lib/domain/snapshot-row";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { listSnapshots } from "./list-snapshots";

const NOW = new Date("2026-11-21T03:00:00Z");
const away = new AppError("storage-unreachable", { bucket: "backups", detail: "connection refused" });

describe("the list of snapshots", () => {
  let buckets: ReturnType<typeof twoBuckets>;
  const list = (page = { limit: 10 }) => listSnapshots(buckets, page, NOW);
  beforeEach(() => {
    buckets = twoBuckets();
  });

  async function putBoth(id: string, repos = [sampleEntry("acme/api")], finishedAt?: string) {
    const manifest = sampleManifest(id, repos, finishedAt);
    await putManifest(buckets.sides.primary, manifest);
    await putManifest(buckets.sides.replica, manifest);
  }

  test("is newest first and says that both buckets have each", async () => {
    await putBoth("2026-11-20");
    await putBoth("2026-11-21");
    const { rows, next } = await list();
    expect(rows.map((row) => row.id)).toEqual(["2026-11-21", "2026-11-20"]);
    expect(rows[0]?.sides).toEqual({ primary: "present", replica: "present" });
    expect(next).toBeUndefined();
  });

  test("calls a young snapshot replicating and an old one missing where the replica has none", async () => {
    await putManifest(buckets.sides.primary, sampleManifest("2026-11-20", [sampleEntry("acme/api")]));
    await putManifest(
      buckets.sides.primary,
      sampleManifest("2026-11-21", [sampleEntry("acme/api")], "2026-11-21T02:55:00Z"),
    );
    const { rows } = await list();
    expect(rows.map((row) => row.sides.replica)).toEqual(["lagging", "missing"]);
  });

  test("never calls the primary replicating: what it lacks is missing", async () => {
    await putManifest(
      buckets.sides.replica,
      sampleManifest("2026-11-21", [sampleEntry("acme/api")], "2026-11-21T02:59:00Z"),
    );
    const { rows } = await list();
    expect(rows[0]?.sides).toEqual({ primary: "missing", replica: "present" });
    expect(rows[0]?.summary?.safeRepositories).toBe(1);
  });

  test("still lists everything from the replica when the primary cannot be reached, and says so", async () => {
    await putBoth("2026-11-21");
    buckets.primary.failure = away;
    const { rows, unreachable } = await list();
    expect(rows[0]?.sides).toEqual({ primary: "unreachable", replica: "present" });
    expect(rows[0]?.summary?.state).toBe("complete");
    expect(unreachable).toMatchObject([{ side: "primary", bucket: "backups" }]);
  });

  test("fails with the primary's reason when no bucket can be reached", async () => {
    buckets.primary.failure = away;
    buckets.replica.failure = new AppError("storage-unreachable", { bucket: "backups-replica", detail: "too" });
    await expect(list()).rejects.toBe(away);
  });

  test("shows a folder without a manifest as unfinished, not as an error", async () => {
    await buckets.primary.put("github-backup/2026-11-21/acme/api.bundle", "bundle");
    const { rows } = await list();
    expect(rows.map(rowState)).toEqual(["unfinished"]);
    expect(rows[0]?.problem).toBeUndefined();
  });

  test("shows a damaged manifest with its reason, and reads the other copy where there is one", async () => {
    await buckets.primary.put("github-backup/2026-11-20/manifest.json", "{ half");
    await putBoth("2026-11-21");
    await buckets.primary.put("github-backup/2026-11-21/manifest.json", "{ half");
    const { rows } = await list();
    expect(rows[0]?.sides).toEqual({ primary: "unreadable", replica: "present" });
    expect(rows[0]?.summary).toBeDefined();
    expect(rows[1]?.problem?.code).toBe("manifest-invalid");
    expect(rows.map(rowState)).toEqual(["complete", "unreadable"]);
  });

  test("counts an installation without a replica as such", async () => {
    await putManifest(buckets.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
    const { primary } = buckets.sides;
    const { rows } = await listSnapshots({ sides: { primary }, cache: buckets.cache }, { limit: 10 }, NOW);
    expect(rows[0]?.sides).toEqual({ primary: "present", replica: "unconfigured" });
  });

  test("gives pages that follow each other without gap or repetition", async () => {
    for (const day of ["17", "18", "19", "20", "21"]) await putBoth(`2026-11-${day}`);
    const first = await list({ limit: 2 });
    const second = await listSnapshots(buckets, { limit: 2, before: first.rows.at(-1)?.id }, NOW);
    expect([...first.rows, ...second.rows].map((row) => row.id.slice(-2))).toEqual(["21", "20", "19", "18"]);
    expect(second.next).toBe("2026-11-18");
  });

  test("reads each manifest once, however often the list is asked for", async () => {
    await putBoth("2026-11-21");
    const reads = vi.spyOn(buckets.primary, "readText");
    await list();
    await list();
    expect(reads).toHaveBeenCalledTimes(1);
  });

  test("reads InfraHouse's manifests", async () => {
    const old = {
      timestamp: "2026-11-20T02:00:00Z",
      date: "2026-11-20",
      total_repos: 1,
      success_count: 1,
      repos: [{ repo: "acme/api", size_bytes: 7, s3_key: "k" }],
    };
    await buckets.primary.put("github-backup/2026-11-20/manifest.json", JSON.stringify(old));
    const { rows } = await list();
    expect(rows[0]?.summary).toMatchObject({ format: 1, safeRepositories: 1, storedBytes: 7 });
  });
});
