import { describe, expect, it } from "vitest";
import type { EnvironmentInput } from "./config";
import { ConfigurationError } from "./configuration-error";
import { DEV, environmentNamed, PROD, TWO_ACCOUNT } from "./environments";
import { parseConfig } from "./parse-config";

const problemsOf = (input: EnvironmentInput) => {
  try {
    parseConfig(input);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

const withBackups = (change: Partial<EnvironmentInput["backups"]>) =>
  problemsOf({ ...DEV, backups: { ...DEV.backups, ...change } });
const withSchedule = (expression: string, timezone = "UTC") => withBackups({ schedule: { expression, timezone } });
const withConsole = (change: Partial<EnvironmentInput["console"]>) =>
  problemsOf({ ...DEV, console: { ...DEV.console, ...change } });
const withBackupSize = (size: EnvironmentInput["worker"]["backup"]) =>
  problemsOf({ ...DEV, worker: { ...DEV.worker, backup: size } });

describe("the configuration", () => {
  it.each([DEV, PROD, TWO_ACCOUNT])("$name is usable as it stands", (input) => {
    expect(parseConfig(input).name).toBe(input.name);
  });

  it("keeps dev and prod apart: names, accounts and networks differ", () => {
    expect(DEV.name).not.toBe(PROD.name);
    expect(DEV.account).not.toBe(PROD.account);
    expect(DEV.network.cidr).not.toBe(PROD.network.cidr);
  });

  it("refuses a name that no environment has, and lists those there are", () => {
    expect(() => environmentNamed("staging")).toThrow(/no environment called staging[\s\S]*dev\|prod/);
  });

  it("refuses more for looking into backups than the console's disk has", () => {
    const problems = problemsOf({ ...DEV, console: { ...DEV.console, browse: { budgetMiB: 16_000 } } });
    expect(problems.map(({ path }) => path)).toEqual(["console.browse.budgetMiB"]);
    expect(problemsOf({ ...DEV, console: { ...DEV.console, browse: { budgetMiB: 15_000 } } })).toEqual([]);
  });

  it("tells every mistake at once, each with a sentence and what to do", () => {
    const problems = problemsOf({
      ...DEV,
      replica: { ...DEV.replica, region: DEV.region },
      backups: { ...DEV.backups, retentionDays: 7 },
    });
    expect(problems.map((each) => each.path)).toEqual(["replica.region", "backups.retentionDays"]);
    for (const { sentence, hint } of problems) {
      expect(sentence).toMatch(/^[a-z0-9].*[^.]$/);
      expect(hint).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("refuses a replica in the primary's region", () => {
    expect(problemsOf({ ...DEV, replica: { region: "us-east-1", timeControl: false } })).toMatchObject([
      { path: "replica.region", sentence: expect.stringContaining("beside the primary") },
    ]);
  });

  it("refuses tasks of another architecture than the delivery's images are of", () => {
    const worker = { ...DEV.worker, architecture: "arm64" as const };
    expect(
      problemsOf({ ...DEV, worker, images: { from: "delivery", revision: "a".repeat(40) } }).map(({ path }) => path),
    ).toContain("worker.architecture");
    expect(problemsOf({ ...DEV, worker })).toEqual([]);
  });

  it("refuses a role that may destroy the backups of a protected environment, or buckets that are not its own", () => {
    const delivery = { repository: "acme/holdfast", environment: "staging", forceDestroy: true };
    const told = (input: EnvironmentInput) => problemsOf(input).map(({ path }) => path);
    expect(told({ ...DEV, delivery })).toEqual([]);
    expect(told({ ...PROD, delivery })).toContain("delivery.forceDestroy");
    expect(told({ ...DEV, delivery, existing: { backupsBucket: "ours" } })).toContain("delivery.forceDestroy");
  });

  it("refuses the environment's own account as the replica's", () => {
    expect(problemsOf({ ...DEV, replica: { ...DEV.replica, account: DEV.account } })).toMatchObject([
      { path: "replica.account", sentence: expect.stringContaining("the environment's own") },
    ]);
    expect(problemsOf({ ...DEV, replica: { ...DEV.replica, account: "000000000009" } })).toEqual([]);
  });

  it.each([
    [36, "shorter than the 37 days"],
    [45, "outlasts the 44 days"],
  ])("refuses a lock of %i days, which is not that of the chains", (days, sentence) => {
    const locked = (given: number) =>
      problemsOf({
        ...DEV,
        backups: { ...DEV.backups, retentionDays: 30, fullIntervalDays: 6, recoveryDays: 7 },
        lock: { replica: { mode: "compliance", days: given } },
      });
    expect(locked(days)).toMatchObject([
      { path: "lock.replica.days", sentence: expect.stringContaining(sentence), hint: expect.stringMatching(/^Leave/) },
    ]);
    expect(locked(37)).toEqual([]);
    expect(locked(44)).toEqual([]);
  });

  it("refuses a locked primary whose replica is not locked alike: copies get the lock of their originals", () => {
    const governance = { mode: "governance" } as const;
    const compliance = { mode: "compliance" } as const;
    const withLock = (lock: EnvironmentInput["lock"]) => problemsOf({ ...DEV, lock });
    expect(withLock({ primary: governance })).toMatchObject([{ path: "lock.replica" }]);
    expect(withLock({ primary: governance, replica: compliance })).toMatchObject([{ path: "lock.replica" }]);
    expect(withLock({ primary: compliance, replica: compliance })).toEqual([]);
    expect(withLock({ replica: compliance })).toEqual([]);
  });

  it("refuses a key that it does not know", () => {
    const input = { ...DEV, backups: { ...DEV.backups, retainDays: 3 } };
    expect(problemsOf(input)).toMatchObject([
      { path: "backups", sentence: expect.stringContaining("retainDays"), hint: expect.stringContaining("config.ts") },
    ]);
  });

  it("refuses a retention that would cut living chains", () => {
    expect(withBackups({ retentionDays: 14, fullIntervalDays: 30 })).toMatchObject([
      { path: "backups.retentionDays", sentence: expect.stringContaining("14 days of retention are shorter") },
    ]);
  });

  it.each([
    ["every night", "neither a rate nor a cron"],
    ["rate(0 hours)", "neither a rate nor a cron"],
    ["rate(1 days)", "mixes singular and plural"],
    ["rate(24 hour)", "mixes singular and plural"],
    ["cron(0 2 * * *)", "5 fields instead of 6"],
    ["cron(0 2 * * * *)", "exactly one ?"],
    ["cron(0 2 ? * ? *)", "exactly one ?"],
    ["cron(0 two * * ? *)", "the hour of the cron expression cannot be two"],
  ])("refuses the schedule %s", (expression, sentence) => {
    expect(withSchedule(expression)).toMatchObject([{ sentence: expect.stringContaining(sentence) }]);
  });

  it("refuses proofs that are not due every day: each run proves a day's share", () => {
    const proven = (expression: string) =>
      problemsOf({ ...DEV, verification: { schedule: { expression, timezone: "UTC" } } });
    expect(proven("cron(0 6 ? * SUN *)")).toMatchObject([{ path: "verification.schedule" }]);
    expect(proven("cron(0 6 * * ? *)")).toEqual([]);
  });

  it.each(["rate(1 hour)", "rate(24 hours)", "rate(1 day)", "cron(15 2 * * ? *)", "cron(0 8-20 * * ? *)"])(
    "accepts the schedule %s",
    (expression) => expect(withSchedule(expression)).toEqual([]),
  );

  it.each([
    ["rate(3 days)", 72],
    ["cron(0 2 ? * SUN *)", 168],
    ["cron(0 8-20 ? * MON-FRI *)", 60],
  ])(
    "refuses the schedule %s with a target that it cannot keep, and takes it with one that it can",
    (expression, hours) => {
      const schedule = { expression, timezone: "UTC" };
      expect(withBackups({ schedule })).toMatchObject([
        { path: "backups.freshnessTargetHours", sentence: expect.stringContaining(`up to ${hours} hours`) },
      ]);
      expect(withBackups({ schedule, freshnessTargetHours: hours })).toEqual([]);
    },
  );

  it("refuses a time zone that does not exist", () => {
    expect(withSchedule("rate(1 day)", "Middle/Earth")).toMatchObject([{ path: "backups.schedule.timezone" }]);
  });

  it.each([
    [{ cpu: 300, memoryMiB: 1024 }, "no size with 300 CPU units"],
    [{ cpu: 256, memoryMiB: 4096 }, "cannot give 4096 MiB to 256 CPU units"],
    [{ cpu: 256, memoryMiB: 1536 }, "cannot give 1536 MiB"],
    [{ cpu: 8192, memoryMiB: 18432 }, "cannot give 18432 MiB"],
    [{ cpu: 1024, memoryMiB: 2048, ephemeralStorageGiB: 500 }, "500 GiB of scratch disk"],
  ])("refuses the Fargate size %o", (size, sentence) => {
    expect(withBackupSize(size)).toMatchObject([{ sentence: expect.stringContaining(sentence) }]);
  });

  it("refuses a console on the internet without a certificate", () => {
    expect(withConsole({ internetFacing: true })).toMatchObject([
      { path: "console.certificateArn", sentence: expect.stringContaining("clear text") },
    ]);
  });

  it("refuses a domain name without a certificate", () => {
    expect(withConsole({ domainName: "holdfast.example.com" })).toMatchObject([{ path: "console" }]);
  });

  it("refuses one GitHub App for both reading and writing", () => {
    expect(problemsOf({ ...DEV, github: { ...DEV.github, restoreAppId: 1001 } })).toMatchObject([
      { path: "github.restoreAppId", sentence: expect.stringContaining("same GitHub App") },
    ]);
  });

  it("refuses the addresses of two different GitHubs, which would send the tokens of one to the other", () => {
    const withGitHub = (change: Partial<EnvironmentInput["github"]>) =>
      problemsOf({ ...DEV, github: { ...DEV.github, ...change } });
    expect(withGitHub({ apiUrl: "https://git.example.com/api/v3" })).toMatchObject([{ path: "github.serverUrl" }]);
    expect(withGitHub({ serverUrl: "https://acme.ghe.com" })).toMatchObject([{ path: "github.serverUrl" }]);
    expect(withGitHub({ apiUrl: "https://api.acme.ghe.com", serverUrl: "https://acme.ghe.com" })).toEqual([]);
  });

  it("refuses to leave branches out of the backup", () => {
    expect(withBackups({ excludeRefs: ["refs/pull/*", "refs/heads/tmp/*"] })).toMatchObject([
      { path: "backups.excludeRefs.1", sentence: expect.stringContaining("branches") },
    ]);
    expect(withBackups({ excludeRefs: ["refs/pull/*"] })).toEqual([]);
    expect(withBackups({ excludeRefs: [] })).toEqual([]);
  });

  it("refuses thresholds that mean nothing, and held chains that expire before the snapshots", () => {
    expect(withBackups({ anomalies: { thresholds: { "moved-tag": 2 } } })).toMatchObject([
      { path: "backups.anomalies.thresholds", sentence: expect.stringContaining("moved-tag is none of") },
    ]);
    expect(withBackups({ anomalies: { ignoredRefs: ["heads/x"] } })).toMatchObject([
      { path: "backups.anomalies.ignoredRefs", sentence: expect.stringContaining("refs/") },
    ]);
    expect(withBackups({ anomalies: { thresholds: { "moved-tags": 2 }, ignoredRefs: ["refs/heads/tmp/*"] } })).toEqual(
      [],
    );
    expect(withBackups({ holdDays: 20 })).toMatchObject([{ path: "backups.holdDays" }]);
  });

  it("refuses one secret for both keys", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:000000000001:secret:key-AbCdEf";
    expect(problemsOf({ ...DEV, secrets: { backupAppKeyArn: arn, restoreAppKeyArn: arn } })).toMatchObject([
      { path: "secrets.restoreAppKeyArn" },
    ]);
  });

  it("names the value whose shape is wrong", () => {
    expect(problemsOf({ ...DEV, account: "12" })).toMatchObject([
      { path: "account", sentence: "must be the 12 digits of an AWS account" },
    ]);
  });

  it("refuses zones of another region", () => {
    expect(
      problemsOf({ ...DEV, network: { ...DEV.network, availabilityZones: ["eu-west-1a", "eu-west-1b"] } }),
    ).toMatchObject([{ path: "network.availabilityZones" }]);
  });
});
