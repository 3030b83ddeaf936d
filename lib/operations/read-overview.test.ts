import { beforeEach, describe, expect, test } from "vitest";
import { type AlarmState, alarmName } from "@/lib/domain/alarm";
import { alarmsFor } from "@/lib/domain/alarms-for";
import { AppError } from "@/lib/domain/errors";
import { runId, snapshotId } from "@/lib/domain/ids-schema";
import type { Proof } from "@/lib/domain/proof";
import { DEFAULT_TARGETS } from "@/lib/domain/targets";
import { verdictOn } from "@/lib/domain/verdict";
import type { AlarmFacts } from "@/lib/ports/monitoring";
import type { ScheduleFacts } from "@/lib/ports/schedule";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { endedRuns } from "./follow-run";
import { mergeIntoLedger } from "./proof-records";
import { readAlarm, readAlarms } from "./read-alarms";
import { readOverview } from "./read-overview";
import { LedgerCache } from "./read-proofs";
import { RecentCost } from "./recent-cost";
import { createRun } from "./run-records";
import { SharedAnswers } from "./shared-answers";
import { RecentWatch } from "./watch-records";

const ALARMS = alarmsFor(DEFAULT_TARGETS);
const NOW = new Date("2026-11-21T03:00:00Z");

function setUp() {
  const facts: AlarmFacts[] = ALARMS.map((alarm) => alarmFacts(alarmName("holdfast", alarm), "OK"));
  const records = new MemoryObjectStore("records");
  return {
    ...twoBuckets(),
    facts,
    records,
    watch: new RecentWatch(records),
    tasks: new MemoryTaskRunner(),
    ended: endedRuns(),
    ledgers: new LedgerCache(),
    shared: new SharedAnswers(0, Date.now),
    prefix: "holdfast",
    doctor: { buckets: [] },
    costs: new RecentCost(),
    targets: DEFAULT_TARGETS,
    schedule: {
      read: async (): Promise<ScheduleFacts> => ({ expression: "cron(0 2 * * ? *)", timezone: "UTC", enabled: true }),
    },
    monitoring: { alarms: async () => facts, alarmHistory: async () => [], series: async () => [] },
  };
}

const alarmFacts = (name: string, state: AlarmState): AlarmFacts => ({
  name,
  state,
  reason: "Threshold Crossed",
  since: "2026-11-20T00:00:00Z",
  actionsEnabled: true,
  actions: [],
});

describe("the overview", () => {
  let deps: ReturnType<typeof setUp>;
  const verdict = async () => verdictOn(await readOverview(deps, NOW), NOW);
  const put = async (entries = [sampleEntry("acme/api"), sampleEntry("acme/web")]) => {
    const manifest = sampleManifest("2026-11-21", entries);
    await putManifest(deps.sides.primary, manifest);
    await putManifest(deps.sides.replica, manifest);
  };
  beforeEach(() => {
    deps = setUp();
  });

  test("says in one sentence that all repositories are safe, and when the next backup comes", async () => {
    await put();
    const { schedule } = await readOverview(deps, NOW);
    expect(await verdict()).toEqual({
      level: "good",
      sentence: "All 2 repositories are safe: newest backup 55 min ago",
      findings: [],
    });
    expect(schedule).toEqual({
      known: true,
      value: { rhythm: "every day at 02:00 UTC", enabled: true, at: "2026-11-22T02:00:00.000Z" },
    });
  });

  test("says how old the oldest proof is, how many are not proven yet, and names one whose proof failed", async () => {
    await put();
    const prove = async (name: string, at: string, verdict: Proof["verdict"]) => {
      const entry = sampleEntry(name);
      const { s3_key: key, sha256 } = entry.chain[0] ?? { s3_key: "" };
      const facts = {
        side: "replica",
        links: 1,
        bytes: 1,
        seconds: 1,
        snapshot: snapshotId.parse("2026-11-21"),
      } as const;
      const proof = { ...facts, at, verdict, run: runId.parse("20261121T020000Z-aaaaaa"), last_link: { key, sha256 } };
      await mergeIntoLedger(deps.records, { proofs: [{ of: entry, proof }], manifests: [] }, at);
    };
    await prove("acme/api", "2026-11-18T03:00:00Z", "proven");
    expect((await verdict()).sentence).toBe(
      "All 2 repositories are safe: newest backup 55 min ago, 1 of them not proven yet",
    );
    await prove("acme/web", "2026-11-20T03:00:00Z", "proven");
    expect((await verdict()).sentence).toMatch(/, oldest proof 3 days ago$/);
    await prove("acme/web", "2026-11-21T02:00:00Z", "failed");
    expect(await verdict()).toMatchObject({
      level: "bad",
      findings: [{ text: "The last proof of acme/web failed.", href: "/snapshots/2026-11-21" }],
    });
  });

  test("on an empty installation says that nothing has been backed up yet", async () => {
    expect(await verdict()).toMatchObject({ level: "never", sentence: "Nothing has been backed up yet" });
  });

  test("never calls it good while a repository failed", async () => {
    await put([sampleEntry("acme/api"), sampleEntry("acme/web", "failed")]);
    expect(await verdict()).toMatchObject({
      level: "bad",
      sentence: "1 of 2 repositories could not be backed up: newest backup 55 min ago",
    });
  });

  test("never calls it good while the newest backup is older than the target", async () => {
    const manifest = sampleManifest("2026-11-18", [sampleEntry("acme/api")]);
    await putManifest(deps.sides.primary, manifest);
    await putManifest(deps.sides.replica, manifest);
    expect(await verdict()).toMatchObject({
      level: "bad",
      sentence: "Backups are overdue: the newest one finished 3 days ago",
    });
  });

  test("never calls it good while the replica lacks the newest snapshot", async () => {
    await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
    expect((await verdict()).level).toBe("bad");
  });

  test("tells apart what GitHub does not serve from what failed", async () => {
    await put([sampleEntry("acme/api"), sampleEntry("acme/blocked", "unavailable")]);
    expect(await verdict()).toMatchObject({
      level: "attention",
      sentence: "1 of 2 repositories are safe: newest backup 55 min ago",
    });
  });

  test("speaks of what vanished only while it is news", async () => {
    const gone = sampleEntry("acme/old", "vanished");
    const manifest = sampleManifest("2026-11-21", [sampleEntry("acme/api"), gone]);
    const counted = (newly_vanished: number) => ({
      ...manifest,
      total_repos: 1,
      totals: { ...manifest.totals, newly_vanished },
    });
    const putBoth = async (newly: number) => {
      await putManifest(deps.sides.primary, counted(newly));
      await putManifest(deps.sides.replica, counted(newly));
    };
    await putBoth(1);
    const { level, findings } = await verdict();
    expect(level).toBe("attention");
    expect(findings[0]?.text).toContain("1 repository vanished");
    deps = setUp();
    await putBoth(0);
    expect(await verdict()).toMatchObject({ level: "good", findings: [] });
  });

  test("speaks of what is out of the ordinary, and leads to the repository", async () => {
    const anomalies = [{ kind: "wiped" as const, message: "its only branch is gone" }];
    const manifest = sampleManifest("2026-11-21", [sampleEntry("acme/api", "captured", { anomalies })]);
    for (const side of [deps.sides.primary, deps.sides.replica]) if (side) await putManifest(side, manifest);
    expect(await verdict()).toMatchObject({
      level: "attention",
      findings: [
        {
          text: "1 change out of the ordinary in the last 7 days, the worst of acme/api: wiped.",
          href: "/snapshots/2026-11-21?entry=acme%2Fapi",
        },
      ],
    });
  });

  test("never calls it good while an installation could not be listed, even if no repository is known to have failed", async () => {
    const problem = { code: "github-forbidden", message: "no", hint: "Grant it." };
    const installations = [{ id: 2, account: "globex", problem }];
    const manifest = sampleManifest("2026-11-21", [sampleEntry("acme/api")]);
    const unlisted = { ...manifest, source: { server: "https://github.com", app_id: 1, installations } };
    await putManifest(deps.sides.primary, unlisted);
    await putManifest(deps.sides.replica, unlisted);
    expect(await verdict()).toMatchObject({ level: "bad", findings: [{ text: expect.stringContaining("list") }] });
    const [known] = installations;
    if (known) known.problem.code = "installation-suspended";
    deps = setUp();
    await putManifest(deps.sides.primary, unlisted);
    await putManifest(deps.sides.replica, unlisted);
    expect((await verdict()).level).toBe("good");
  });

  test("shows the rest when CloudWatch, the records or the scheduler cannot be asked, and does not call that good", async () => {
    await put();
    const away = new AppError("aws-unreachable", { service: "CloudWatch", detail: "refused" });
    deps.monitoring.alarms = async () => Promise.reject(away);
    deps.schedule.read = async () => Promise.reject(away);
    deps.records.failure = new AppError("storage-unreachable", { bucket: "records", detail: "refused" });
    const overview = await readOverview(deps, NOW);
    expect(overview.snapshots.known).toBe(true);
    expect([overview.alarms.known, overview.schedule.known, overview.runs.known]).toEqual([false, false, false]);
    expect(verdictOn(overview, NOW).level).not.toBe("good");
  });

  test("does not claim anything when the backups themselves cannot be listed", async () => {
    deps.primary.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "refused" });
    deps.replica.failure = deps.primary.failure;
    expect((await verdict()).level).toBe("unknown");
  });
});

describe("the alarms", () => {
  let deps: ReturnType<typeof setUp>;
  beforeEach(() => {
    deps = setUp();
  });

  test("that CloudWatch does not have are listed as not set up", async () => {
    deps.facts.length = 0;
    expect((await readAlarms(deps, NOW)).map((alarm) => alarm.state)).toEqual(ALARMS.map(() => "absent"));
  });

  test("in alarm stand first and lead to the run behind them", async () => {
    const run = runId.parse("20261121T020000Z-abcdef");
    const at = NOW.toISOString();
    await createRun(deps.records, {
      version: 1,
      id: run,
      kind: "backup",
      state: "partial",
      trigger: "schedule",
      requested_at: at,
      updated_at: at,
    });
    deps.facts.splice(
      0,
      deps.facts.length,
      alarmFacts("holdfast-backup-failure", "ALARM"),
      alarmFacts("holdfast-task-not-running", "OK"),
    );
    const [first] = await readAlarms(deps, NOW);
    expect(first).toMatchObject({ name: "holdfast-backup-failure", state: "ALARM", run });
  });

  test("over vanished repositories lead to the run that missed them first, not to a newer one", async () => {
    const at = NOW.toISOString();
    const record = (letter: string, newly_vanished: number) =>
      createRun(deps.records, {
        version: 1,
        id: runId.parse(`20261121T02000${newly_vanished ? 0 : 5}Z-${letter.repeat(6)}`),
        kind: "backup",
        state: "succeeded",
        trigger: "schedule",
        requested_at: at,
        updated_at: at,
        newly_vanished,
      });
    await record("a", 3);
    await record("b", 0);
    deps.facts.splice(0, deps.facts.length, alarmFacts("holdfast-repositories-vanished", "ALARM"));
    expect((await readAlarms(deps, NOW))[0]).toMatchObject({ run: "20261121T020000Z-aaaaaa" });
  });

  test("of the same prefix that are not ours are shown with their own description", async () => {
    deps.facts.push({ ...alarmFacts("holdfast-cpu", "ALARM"), description: "The console is busy" });
    expect((await readAlarms(deps, NOW))[0]).toMatchObject({
      title: "holdfast-cpu",
      meaning: "The console is busy",
      severity: "unknown",
    });
  });

  test("have a chart with their threshold, and an unknown name is refused", async () => {
    expect((await readAlarm(deps, "holdfast-backup-failure", NOW)).chart).toMatchObject({
      metric: "BackupFailure",
      threshold: 0,
    });
    await expect(readAlarm(deps, "nonsense", NOW)).rejects.toMatchObject({ code: "not-found" });
  });
});
