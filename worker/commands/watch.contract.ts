// Faults of a whole installation, and the alarm that each raises and that goes back to OK by itself.
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AlarmId, AlarmState } from "@/lib/domain/alarm";
import {
  DEFAULT_ROOT,
  guideKey,
  holdBundleKey,
  holdFileKey,
  holdPrefix,
  WATCH_REPORT_KEY,
} from "@/lib/domain/bucket-keys";
import { hoursSince } from "@/lib/domain/coverage";
import { snapshotTime } from "@/lib/domain/ids";
import { snapshotId } from "@/lib/domain/ids-schema";
import { METRICS } from "@/lib/domain/metrics";
import { DEFAULT_TARGETS } from "@/lib/domain/targets";
import type { WatchReport } from "@/lib/domain/watch";
import { watchReport } from "@/lib/domain/watch-schema";
import { BUCKETS } from "@/sandbox/names";
import { metricValues } from "@/sandbox/testing/metric-values";
import { alarmStateOf, putQuickAlarms, QUICK_PERIOD_SECONDS } from "@/sandbox/testing/quick-alarms";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  const history = { commits: 3, pulls: 0 };
  box = await TestSandbox.start(["one", "two"].map((name) => ({ name, description: "", history })));
  // A backup an hour, and a replica that is late after three seconds.
  await putQuickAlarms(box.urls.aws, { ...DEFAULT_TARGETS, backupIntervalHours: 1, replicaTargetMinutes: 0.05 });
});
afterEach(async () => {
  await box.clearFaults();
  await replication({ failing: false, paused: false });
});
afterAll(() => box.stop());

async function replication(change: { failing?: boolean; paused?: boolean }): Promise<void> {
  await fetch(`${box.urls.s3}/_sandbox/replication`, { method: "POST", body: JSON.stringify(change) });
}

async function replicated(): Promise<void> {
  const status = async () =>
    (await (await fetch(`${box.urls.s3}/_sandbox/replication`)).json()) as { waiting: number; running: number };
  await expect
    .poll(async () => Object.values(await status()).filter((each) => typeof each === "number" && each > 0), {
      timeout: 20_000,
    })
    .toEqual([]);
}

async function run(verb: "backup" | "watch", exitCode = 0) {
  const result = await box.worker([verb], { variables: { RETRY_PAUSE_MS: "2" } });
  expect(result.exitCode, result.output).toBe(exitCode);
  return result;
}

const report = async (): Promise<WatchReport> =>
  watchReport.parse(JSON.parse((await box.object(WATCH_REPORT_KEY, BUCKETS.records)).toString()));
const becomes = (id: AlarmId, state: AlarmState, timeout = 20_000) =>
  expect.poll(() => alarmStateOf(box.urls.aws, id), { timeout, interval: 500, message: id }).toBe(state);
const period = () => sleep(QUICK_PERIOD_SECONDS * 1000);

describe("the alarms", () => {
  test("backup-failure rings for a repository that fails, task-not-running when no run starts; both end by themselves", async () => {
    await box.fault("github", {
      match: { path: "^/acme/one\\.git/" },
      action: { kind: "status", status: 500 },
      times: 0,
    });
    await run("backup", 1);
    await becomes("backup-failure", "ALARM");
    await becomes("task-not-running", "OK");
    await box.clearFaults();
    // Now nothing starts a run.
    await becomes("task-not-running", "ALARM", 100_000);
    await becomes("backup-failure", "OK");
    await run("backup");
    await becomes("task-not-running", "OK");
  });

  test("replica-lag rings for what S3 gave up on; the next backup drives it again, and the alarm ends by itself", async () => {
    await replicated();
    await replication({ failing: true });
    await box.commit("acme/one");
    await run("backup");
    await replicated();
    const { snapshot } = await box.newestManifest();
    for (let look = 0; look < 2; look++) {
      await period();
      const seen = await run("watch");
      expect(seen.events.find(({ event, level }) => event === "replica" && level === "warn")?.message).toContain(
        "stuck",
      );
    }
    await becomes("replica-lag", "ALARM");
    const found = await report();
    expect(found.replica.snapshots[0]).toMatchObject({ snapshot, stuck: 2 });
    expect(found.replica.objects.map(({ key, state }) => [key, state]).sort()).toEqual([
      [`github-backup/${snapshot}/acme/one/incremental.bundle`, "failed"],
      [`github-backup/${snapshot}/manifest.json`, "failed"],
    ]);
    const before = found.rows.find(({ repo }) => repo === "acme/one");
    expect(before?.replicated?.snapshot).not.toBe(snapshot);
    expect((await metricValues(box.urls.aws, METRICS.replicaObjectsFailed))[0]).toBe(2);

    await replication({ failing: false });
    const next = await run("backup");
    expect(next.events.find(({ event }) => event === "redrive")?.message).toContain("2 objects");
    await replicated();
    await period();
    await run("watch");
    await becomes("replica-lag", "OK");
    const after = await report();
    expect(after.replica).toMatchObject({ stuck: 0, pending: 0, snapshots: [] });
    expect(after.rows.every(({ safe, replicated: copy }) => copy?.snapshot === safe?.snapshot)).toBe(true);
    const again = await run("backup");
    expect(again.events.find(({ event }) => event === "redrive")).toBeUndefined();
  });

  test("replica-lag rings for a held chain and a guide that the replica lacks, and for nothing of a snapshot", async () => {
    await run("backup");
    await replicated();
    await replication({ failing: true });
    const { snapshot } = await box.newestManifest();
    const hold = holdPrefix(DEFAULT_ROOT, { repo: "acme/one" }, snapshot);
    const put = (Key: string) => box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key, Body: "held" }));
    const keys = [holdBundleKey(hold, 0), holdFileKey(hold), guideKey(DEFAULT_ROOT, "restore.sh")];
    for (const key of keys) await put(key);
    await replicated();
    for (let look = 0; look < 2; look++) {
      await period();
      const seen = await run("watch");
      expect(seen.events.find(({ level }) => level === "warn")?.message).toContain(
        "3 objects of holds or guide not in",
      );
    }
    await becomes("replica-lag", "ALARM");
    const { replica, rows } = await report();
    expect(replica).toMatchObject({ snapshots: [], stuck: 3, beside: { stuck: 3, pending: 0 } });
    expect(replica.objects.map(({ key }) => key).sort()).toEqual(keys.sort());
    expect(rows.every(({ safe, replicated: copy }) => copy?.snapshot === safe?.snapshot)).toBe(true);

    await replication({ failing: false });
    await run("backup");
    await replicated();
    expect(await box.replicaKeys()).toEqual(expect.arrayContaining(keys));
    await period();
    await run("watch");
    await becomes("replica-lag", "OK");
    expect((await report()).replica).toMatchObject({ stuck: 0, pending: 0, objects: [] });
  });
});

describe("a look", () => {
  test("leaves a row for each repository, and publishes their ages", async () => {
    await run("backup");
    await replicated();
    const result = await run("watch");
    const { rows, counts, snapshot } = await report();
    expect(rows.map(({ repo, state }) => [repo, state])).toEqual([
      ["acme/one", "protected"],
      ["acme/two", "protected"],
    ]);
    expect(counts).toMatchObject({ protected: 2, failing: 0 });
    expect(snapshot?.snapshot).toBe((await box.newestManifest()).snapshot);
    expect((await metricValues(box.urls.aws, METRICS.repositoriesOverdue))[0]).toBe(0);
    expect((await metricValues(box.urls.aws, METRICS.hoursSinceLastBackup))[0]).toBeLessThan(1);
    expect((await metricValues(box.urls.aws, METRICS.hoursSinceOldestProof))[0]).toBeLessThan(1);
    expect(result.events.map(({ event }) => event)).toEqual(["coverage", "replica", "watched"]);
  });

  test("counts the time without a drill from the first snapshot on, and from the last that passed", async () => {
    const look = async () => {
      const variables = { DRILL_INTERVAL_DAYS: "7" };
      expect((await box.worker(["watch"], { variables })).exitCode).toBe(0);
      return (await metricValues(box.urls.aws, METRICS.hoursSinceLastDrill))[0];
    };
    await run("backup");
    const [first = ""] = await box.keys(BUCKETS.backups, `${DEFAULT_ROOT}/2`);
    const since = snapshotTime(snapshotId.parse(first.split("/")[1])).toISOString();
    expect(await look()).toBeCloseTo(hoursSince(since, new Date()), 0);
    expect((await box.worker(["drill"])).exitCode).toBe(0);
    expect(await look()).toBeLessThan(0.1);
  });

  test("goes by the primary when the replica does not answer, and says nothing of it: silence raises the alarm", async () => {
    const known = (await metricValues(box.urls.aws, METRICS.replicaLag)).length;
    await box.fault("s3Replica", { match: {}, action: { kind: "status", status: 503 }, times: 0 });
    const result = await box.worker(["watch"], { variables: { RETRY_PAUSE_MS: "2" } });
    expect(result.exitCode, result.output).toBe(0);
    const { replica, rows } = await report();
    expect(replica).toMatchObject({ state: "unknown", problem: { code: "storage-unreachable" } });
    expect(rows).toHaveLength(2);
    expect((await metricValues(box.urls.aws, METRICS.replicaLag)).length).toBe(known);
  });

  test("goes by the replica when the primary does not answer", async () => {
    await box.fault("s3", {
      match: { path: `^/${BUCKETS.backups}` },
      action: { kind: "status", status: 503 },
      times: 0,
    });
    const result = await box.worker(["watch"], { variables: { RETRY_PAUSE_MS: "2" } });
    expect(result.exitCode, result.output).toBe(0);
    expect((await report()).rows.map(({ state }) => state)).toEqual(["protected", "protected"]);
  });
});
